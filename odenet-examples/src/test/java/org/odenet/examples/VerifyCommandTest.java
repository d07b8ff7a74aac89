package org.odenet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VerifyCommandTest {

    private static final Path REFERENCES =
            Path.of("..", "odenet-models", "src", "test", "resources", "org", "odenet", "models", "verification");

    @Test
    void comparesEveryQuantityOfAReferenceFile() {
        CommandLineRun run = CommandLineRun.of(
                "verify", REFERENCES.resolve("odeonly-small.npz").toString());

        assertThat(run.out()).contains("f(0.3,h0)").contains("f64/dopri5/h1").contains("rk4@0.001/direct");
        assertThat(run.out()).doesNotContain("FAILED");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void namesAFileThatIsNotThere() {
        CommandLineRun run = CommandLineRun.of("verify", "nowhere.npz");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("nowhere.npz").doesNotContain("\tat ");
    }
}
