package org.odenet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerProcessTest {

    private static final Path FILE = Path.of("weights.safetensors");

    private static PeerProcess start() {
        return new PeerProcess(
                "talker",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TalkingPeer.class.getName()),
                Waiting.USUAL);
    }

    @Test
    void ordersAreAnswered() {
        try (PeerProcess peer = start()) {
            assertThat(peer.description()).isEqualTo("a talking peer");
            peer.load("vjp", FILE);
            assertThat(peer.check(FILE)).isEqualTo(new PeerProcess.Evaluations(26, 38));
            assertThat(peer.run(3)).isEqualTo(6);
        }
    }

    @Test
    void errorsNameThePeerTheOrderAndTheAnswer() {
        try (PeerProcess peer = start()) {
            assertThatThrownBy(() -> peer.load("fly", FILE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the peer talker answered 'error: no such work' to 'load fly ")
                    .hasMessageContaining("standard error");
        }
    }

    @Test
    void aPeerThatEndsIsNotWaitedFor() {
        try (PeerProcess peer = start()) {
            assertThatThrownBy(() -> peer.load("deadly", FILE))
                    .hasMessageContaining("the peer talker answered nothing");
        }
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new PeerProcess("ghost", List.of("/no/such/program"), Waiting.USUAL))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the peer ghost does not start")
                .hasMessageContaining("/no/such/program");
    }
}
