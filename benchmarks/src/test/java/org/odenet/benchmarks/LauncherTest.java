package org.odenet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LauncherTest {

    @Test
    void asksForACommand() {
        CommandLineRun run = CommandLineRun.of();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("which command?")
                .contains(
                        "compare",
                        "memory",
                        "rounding",
                        "detest",
                        "stiff",
                        "work-precision",
                        "methods",
                        "per-sample",
                        "retrieval");
    }

    @Test
    void theHelpListsCasesAndPeers() {
        CommandLineRun run = CommandLineRun.of("compare", "--help");

        assertThat(run.exitCode()).isZero();
        String words = run.out().replaceAll("\\s+", " ");
        assertThat(Cases.names()).hasSizeGreaterThan(10).allSatisfy(name -> assertThat(words)
                .contains(name));
        assertThat(Cases.peers())
                .contains("libtorch", "torchdiffeq", "hipparchus", "own-f", "onednn-alone")
                .allSatisfy(peer -> assertThat(words).contains(peer));
    }

    @Test
    void unknownCasesAndPeersAreRefusedWithThoseThatThereAre() {
        CommandLineRun ofCase = CommandLineRun.of("compare", "--case", "lorentz");
        CommandLineRun ofPeer = CommandLineRun.of("compare", "--peer", "torch");

        assertThat(ofCase.exitCode()).isEqualTo(2);
        assertThat(ofCase.err()).contains("no case begins with 'lorentz'").contains("f-forward-64x6x6");
        assertThat(ofPeer.exitCode()).isEqualTo(2);
        assertThat(ofPeer.err()).contains("there is no peer 'torch'").contains("libtorch");
    }
}
