package org.odenet.benchmarks.libtorch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;

/**
 * Does a comparison's work on libtorch. Obeys lines on the standard input: {@code load KIND FILE} reads weights and
 * inputs, {@code check FILE} does the work once and writes its results, {@code run CALLS} does it that often and answers
 * with the milliseconds. An answer begins with {@code ok} or {@code error}.
 */
public final class LibtorchPeer {

    private Work work;

    private LibtorchPeer() {}

    /**
     * Runs the peer until its input ends.
     *
     * @param arguments none
     * @throws IOException if the input cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        // Scopes free every pointer here; the collector need not follow them too.
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
        PrintStream answers = System.out;
        System.setOut(System.err);
        torch.set_num_threads(Runtime.getRuntime().availableProcessors());
        LibtorchPeer peer = new LibtorchPeer();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        answers.println("ok libtorch with " + torch.get_num_threads() + " threads"
                + (ChannelBlocks.MUST_BE_FULL ? ", channels padded to blocks: its convolutions of others are wrong here" : ""));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            answers.println(peer.answer(order.split(" ", 3)));
        }
    }

    private String answer(String[] order) {
        PointerScope scope = new PointerScope();
        try {
            return switch (order[0]) {
                case "load" -> load(order[1], Path.of(order[2]));
                case "check" -> check(Path.of(order[1]));
                case "run" -> run(Integer.parseInt(order[1]));
                default -> "error: no such order: " + order[0];
            };
        } catch (IOException | RuntimeException e) {
            return "error: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + " (" + e.getClass() + ")";
        } finally {
            scope.close();
        }
    }

    private String load(String kind, Path file) throws IOException {
        if (work != null) {
            work.close();
        }
        work = Work.of(kind, TensorFile.read(file));
        return "ok";
    }

    private String check(Path file) throws IOException {
        Work.Result result = work.check();
        TensorFile.write(file, result.tensors());
        return "ok " + result.forwardEvaluations() + " " + result.backwardEvaluations();
    }

    private String run(int calls) {
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            PointerScope scope = new PointerScope();
            work.run();
            scope.close();
        }
        return "ok " + (System.nanoTime() - start) / 1e6;
    }
}
