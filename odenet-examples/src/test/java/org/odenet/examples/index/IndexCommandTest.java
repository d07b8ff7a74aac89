package org.odenet.examples.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.odenet.examples.CommandLineRun;
import org.odenet.examples.experiments.TinyRun;

class IndexCommandTest {

    @TempDir
    private Path folder;

    private Path run;
    private Path index;

    @BeforeEach
    void makeRun() {
        run = IndexRun.save(folder.resolve("run"), 1);
        index = folder.resolve("index");
    }

    private CommandLineRun index(Path network, String... options) {
        List<String> all = new ArrayList<>(List.of("index", network.toString(), "--index", index.toString()));
        all.addAll(List.of(options));
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    @Test
    void imagesAreComputedOnceAndTheNextRunGoesOn() {
        CommandLineRun first = index(run, "--limit", "30");
        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).contains("30 images, 30 of them computed now").contains("holds 30");

        assertThat(index(run, "--limit", "30").out()).contains("30 images, 0 of them computed now", "holds 30");
        assertThat(index(run, "--limit", "40").out()).contains("40 of them computed now", "holds 40");
    }

    @Test
    void entriesAreDeletedByTheirIdsAndComeBack() {
        index(run, "--limit", "30");
        List<String> ids = ImageIds.of(TinyRun.digits(30));

        CommandLineRun deleted = index(run, "--delete", ids.get(3) + "," + ids.get(7));

        assertThat(deleted.exitCode()).isZero();
        assertThat(deleted.out()).contains("2 deleted", "holds 28");
        assertThat(index(run, "--limit", "30").out()).contains("holds 30");
    }

    @Test
    void anUnknownIdDeletesNothing() {
        index(run, "--limit", "30");
        String known = ImageIds.of(TinyRun.digits(30)).get(3);

        CommandLineRun result = index(run, "--delete", known + ",nobody");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains(index + ": there is no entry 'nobody', so nothing was deleted");
        assertThat(index(run, "--limit", "30").out()).contains("0 of them computed now", "holds 30");
    }

    @Test
    void otherImagesAreAddedBesideTheFirst() throws Exception {
        index(run, "--limit", "30");
        Path mnist = TinyRun.mnistFolder(folder.resolve("mnist"), 5);

        CommandLineRun small = index(run, "--images", mnist.toString(), "--size", "20");

        assertThat(small.err()).isEmpty();
        assertThat(small.out()).contains("5 images, 5 of them computed now", "holds 35");
    }

    @Test
    void theIndexOfAnotherNetworkIsRefused() {
        index(run, "--limit", "30");
        Path other = IndexRun.save(folder.resolve("other"), 2);

        CommandLineRun result = index(other, "--limit", "30");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains(index + ": the index holds features of the network ode-only-8-")
                .contains("give another folder")
                .doesNotContain("\tat ");
    }

    @Test
    void wrongUseIsTold() {
        assertThat(index(run, "--delete", "1").err()).contains("there is no index in " + index);
        assertThat(index).doesNotExist();
        assertThat(index(run, "--limit", "0").err()).contains("cannot take 0 images");
        assertThat(index(run, "--size", "20").err()).contains("--size is for the images of --images");
        assertThat(index(TinyRun.resNet(folder.resolve("resnet"))).err()).contains("no ODE block");
        assertThat(index).doesNotExist();
        assertThat(CommandLineRun.of("index", run.toString()).exitCode()).isEqualTo(2);
        assertThat(index(run, "--data", "a", "--images", "b").exitCode()).isEqualTo(2);
    }
}
