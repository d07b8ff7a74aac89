package org.odenet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.odenet.solvers.Solvers;

class MethodsCommandTest {

    private static final Path PAGE = Path.of("..", "docs", "choosing-a-solver.md");

    @Test
    void theTableHasEveryMethod() {
        List<String> rows = rows();

        assertThat(rows).hasSize(Solvers.names().size());
        assertThat(rows).contains("| `euler` | 1 | 1 | no | 1 | Euler 1768, Institutionum calculi integralis |");
        assertThat(rows)
                .filteredOn(row -> row.startsWith("| `dopri5` |"))
                .singleElement()
                .asString()
                .startsWith("| `dopri5` | 5 | 6 | yes | 4 |");
    }

    private static List<String> rows() {
        CommandLineRun run = CommandLineRun.of("methods");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run.out().lines().skip(2).toList();
    }

    @Test
    void thePageHasThisTable() throws IOException {
        List<String> documented = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .filter(line -> Solvers.names().contains(line.split("`")[1]))
                .toList();

        assertThat(documented)
                .as(
                        "the table of methods in %s; `java -jar benchmarks/target/odenet-benchmarks.jar methods` prints it",
                        PAGE)
                .containsExactlyElementsOf(rows());
    }
}
