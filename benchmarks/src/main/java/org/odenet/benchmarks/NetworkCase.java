package org.odenet.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.odenet.models.io.Safetensors;
import org.odenet.models.io.TensorFile;

/**
 * A comparison on a network.
 *
 * @param name the name
 * @param gradientBound the relative error up to which gradients agree
 * @param waiting how the peer's threads wait
 * @param work makes odenet's side
 */
record NetworkCase(String name, double gradientBound, Waiting waiting, Supplier<NetworkWork> work) implements Case {

    @Override
    public List<String> peers() {
        return List.of(Peers.LIBTORCH, Peers.TORCHDIFFEQ);
    }

    @Override
    public Contest prepare(String peer, Peers peers) {
        NetworkWork ours = work.get();
        try {
            PeerProcess theirs = peers.get(peer, waiting);
            String remark = requireAgreement(ours, theirs, new Agreement(name, peer));
            return new Contest(ours, remote(theirs), remark);
        } catch (RuntimeException e) {
            ours.close();
            throw e;
        }
    }

    private static Side remote(PeerProcess process) {
        return new Side() {
            @Override
            public double milliseconds(int calls) {
                return process.run(calls);
            }

            @Override
            public void close() {
                // The process serves other cases too.
            }
        };
    }

    private String requireAgreement(NetworkWork ours, PeerProcess peer, Agreement agreement) {
        Path given = temporaryFile();
        Path results = temporaryFile();
        try (NetworkWork.Result here = ours.check()) {
            Safetensors.write(given, ours.tensors(), ours.settings());
            peer.load(ours.kind(), given);
            PeerProcess.Evaluations there = peer.check(results);
            agreement.requireSameEvaluations("forward", here.forwardEvaluations(), there.forward());
            agreement.requireSameEvaluations("backward", here.backwardEvaluations(), there.backward());
            try (TensorFile file = Safetensors.read(results)) {
                agreement.requireSameNames(here.tensors(), file.tensors());
                here.tensors().forEach((tensor, values) -> (PeerNames.isGradient(tensor)
                                ? agreement.within(gradientBound)
                                : agreement)
                        .requireClose(tensor, here.tensors(), file.tensors()));
            }
            return remark(there);
        } finally {
            delete(given);
            delete(results);
        }
    }

    private static String remark(PeerProcess.Evaluations evaluations) {
        if (evaluations.forward() == 0) {
            return "";
        }
        String backward = evaluations.backward() == 0 ? "" : " + " + evaluations.backward();
        return evaluations.forward() + backward + " evaluations";
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("odenet-comparison", ".safetensors");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary file can be made: " + e.getMessage(), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
