package org.odenet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that compare solvers. */
class SolverCommandsTest {

    @TempDir
    Path folder;

    @Test
    void detestComparesWithHipparchus() throws IOException {
        Path csv = folder.resolve("detest.csv");
        CommandLineRun run = CommandLineRun.of(
                "detest",
                "--problem=a3,D",
                "--tolerance=1e-4,1e-6,1e-8",
                "--solver=dopri5",
                "--repetitions=1",
                "--csv=" + csv);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines.get(0))
                .isEqualTo(
                        "problem,solver,tolerance,error,evaluations,accepted_steps,rejected_steps,milliseconds,message");
        // Six problems, three integrators, three tolerances.
        assertThat(lines).hasSize(1 + 6 * 3 * 3);
        assertThat(lines)
                .filteredOn(line -> line.startsWith("D5,DormandPrince853,"))
                .hasSize(3);
        String ratio = run.out()
                .lines()
                .filter(line -> line.startsWith("dopri5 / DormandPrince54 "))
                .findFirst()
                .orElseThrow();
        String[] words = ratio.trim().split("[ ()]+");
        // The same method: any large difference would be an error of the measurement.
        assertThat(Double.parseDouble(words[3])).isBetween(0.7, 1.3);
        assertThat(Double.parseDouble(words[5])).isBetween(0.7, 1.3);
        assertThat(words[7]).isEqualTo("6");
    }

    @Test
    void aControllerCanBeChosen() throws IOException {
        Path csv = folder.resolve("detest.csv");
        CommandLineRun.of(
                "detest", "--problem=E2", "--tolerance=1e-6", "--solver=dopri5", "--repetitions=1", "--csv=" + csv);
        String plain = Files.readAllLines(csv).get(1);
        CommandLineRun run = CommandLineRun.of(
                "detest",
                "--problem=E2",
                "--tolerance=1e-6",
                "--solver=dopri5",
                "--controller=PI",
                "--repetitions=1",
                "--csv=" + csv);

        assertThat(run.err()).isEmpty();
        assertThat(rejected(Files.readAllLines(csv).get(1))).isLessThan(rejected(plain));
    }

    private static int rejected(String line) {
        return Integer.parseInt(line.split(",")[6]);
    }

    @Test
    void stiffTellsHowASolveEnded() throws IOException {
        Path csv = folder.resolve("stiff.csv");
        CommandLineRun run = CommandLineRun.of(
                "stiff",
                "--problem=hires,orego",
                "--solver=dopri5",
                "--max-evaluations=2000",
                "--tolerance=1e-4",
                "--repetitions=1",
                "--csv=" + csv);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("hires,dopri5,1.0E-4,NaN,");
        assertThat(run.out()).contains("with dopri5");
    }

    @Test
    void workPrecisionDrawsCharts() throws IOException {
        Path folder = this.folder.resolve("made/here");
        CommandLineRun run = CommandLineRun.of(
                "work-precision",
                "--problem=lotka-volterra",
                "--solver=dopri5",
                "--repetitions=1",
                "--output=" + folder);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(Files.readAllLines(folder.resolve("work-precision.csv"))).hasSize(1 + 3 * 9);
        for (String work : List.of("evaluations", "time")) {
            Path chart = folder.resolve("lotka-volterra-" + work + ".png");
            assertThat(Files.size(chart)).isBetween(5_000L, 100_000L);
            assertThat(ImageIO.read(chart.toFile()).getWidth()).isEqualTo(800);
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        CommandLineRun run = CommandLineRun.of("work-precision", "--output=" + file);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("the folder " + file + " could not be made")
                .contains("--output");
    }

    @Test
    void wrongUseIsRefusedWithTheRemedy() {
        CommandLineRun solver = CommandLineRun.of("detest", "--solver=dopri");
        CommandLineRun fixed = CommandLineRun.of("detest", "--solver=rk4");
        CommandLineRun problem = CommandLineRun.of("stiff", "--problem=hire,pollution");
        CommandLineRun repetitions = CommandLineRun.of("work-precision", "--repetitions=0");
        CommandLineRun evaluations = CommandLineRun.of("stiff", "--max-evaluations=0");

        assertThat(List.of(solver, fixed, problem, repetitions, evaluations))
                .allSatisfy(run -> assertThat(run.exitCode()).isEqualTo(2));
        assertThat(solver.err()).contains("dopri5");
        assertThat(fixed.err())
                .contains("the solver 'rk4' does not estimate its error")
                .contains("dopri5");
        assertThat(problem.err()).contains("no problem begins with 'pollution'").contains("orego");
        assertThat(repetitions.err()).contains("--repetitions is 0; give a positive number");
        assertThat(evaluations.err()).contains("--max-evaluations is 0; give a positive number");
    }
}
