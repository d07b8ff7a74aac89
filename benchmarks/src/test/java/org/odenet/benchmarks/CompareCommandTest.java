package org.odenet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {

    @TempDir
    Path folder;

    private CommandLineRun compare(String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "compare";
        arguments[1] = "--quick";
        arguments[2] = "--csv";
        arguments[3] = csv().toString();
        System.arraycopy(options, 0, arguments, 4, options.length);
        return CommandLineRun.of(arguments);
    }

    private Path csv() {
        return folder.resolve("comparison.csv");
    }

    @Test
    void timesASmallSystemAgainstItsPeer() throws IOException {
        CommandLineRun run = compare("--case", "lorenz");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("hipparchus").contains("evaluations").contains("wrote " + csv());
        List<String> lines = Files.readAllLines(csv());
        assertThat(lines).hasSize(2);
        String[] columns = lines.get(1).split(",");
        assertThat(columns).hasSize(5).startsWith("lorenz", "hipparchus");
        double odenet = Double.parseDouble(columns[2]);
        double peer = Double.parseDouble(columns[3]);
        assertThat(odenet).isPositive();
        assertThat(Double.parseDouble(columns[4])).isEqualTo(peer / odenet);
    }

    @Test
    void peersThatAreNotThereAreLeftOutWithTheReason() throws IOException {
        CommandLineRun run = compare("--case", "f-forward-64x6x6");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsOnlyOnce("without the peer libtorch: ")
                .contains("benchmarks/compare.sh")
                .containsOnlyOnce("without the peer torchdiffeq: ")
                .contains("--torchdiffeq DIR");
        assertThat(Files.readAllLines(csv())).containsExactly("case,peer,odenet_ms,peer_ms,ratio");
    }

    @Test
    void aFolderWithoutTorchdiffeqIsNamed() {
        CommandLineRun run = compare("--case", "f-forward-64x6x6", "--torchdiffeq", folder.toString());

        assertThat(run.out()).contains(folder + " has no folder torchdiffeq");
    }

    /** Both sides of this case check each other's results before they are timed. */
    @Test
    void convolutionsAgreeWithOnednnCalledDirectly() {
        CommandLineRun run = compare("--case", "conv-backward-efficiency-64x6x6");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("onednn-alone");
    }
}
