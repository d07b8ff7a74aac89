package org.odenet.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.odenet.benchmarks.problems.ClassicProblems;
import org.odenet.benchmarks.problems.InitialValueProblem;
import org.odenet.benchmarks.problems.StiffProblems;
import org.odenet.solvers.AdaptiveSolver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws the errors of solvers against their work. */
@Command(
        name = "work-precision",
        description = {
            "Solves some problems to tolerances from 1e-3 to 1e-11 and draws the error at the end against evaluations and"
                    + " against time, for all solvers that suit: on the non-stiff problems also Hipparchus's.",
            "The folder then has work-precision.csv and two charts for each problem."
        },
        mixinStandardHelpOptions = true)
final class WorkPrecisionCommand implements Callable<Integer> {

    private static final double[] TOLERANCES = {1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11};
    private static final long GIVE_UP = 1_000_000;

    @Mixin
    private RunOptions options;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = "benchmarks/target/work-precision",
            description = "the folder for the results; ${DEFAULT-VALUE} by default")
    private Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<InitialValueProblem> all = Stream.concat(ClassicProblems.ALL.stream(), StiffProblems.ALL.stream())
                .toList();
        Runner runner = options.runner(spec);
        makeFolder();
        PrintWriter out = spec.commandLine().getOut();
        List<Run> runs = new ArrayList<>();
        for (InitialValueProblem problem : options.problems(spec, all)) {
            List<Run> ofProblem = new ArrayList<>();
            for (Integrator integrator : integrators(problem)) {
                for (double tolerance : TOLERANCES) {
                    ofProblem.add(runner.run(problem, integrator, tolerance));
                }
            }
            draw(problem, ofProblem, out);
            runs.addAll(ofProblem);
        }
        Path csv = folder.resolve("work-precision.csv");
        RunTable.write(runs, csv);
        out.println("wrote " + csv);
        out.flush();
        return 0;
    }

    private void makeFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the folder " + folder + " could not be made (" + e + "); choose another by --output", e);
        }
    }

    private List<Integrator> integrators(InitialValueProblem problem) {
        boolean stiff = StiffProblems.ALL.contains(problem);
        List<Integrator> integrators = new ArrayList<>();
        for (AdaptiveSolver solver : options.solvers(spec, stiff ? SolverChoice.stiff() : SolverChoice.nonStiff())) {
            integrators.add(new OdenetIntegrator(solver, GIVE_UP));
        }
        if (!stiff) {
            integrators.addAll(HipparchusIntegrator.PEERS);
        }
        return integrators;
    }

    private void draw(InitialValueProblem problem, List<Run> runs, PrintWriter out) {
        if (runs.stream().noneMatch(Run::succeeded)) {
            out.println("no solver reached the end of " + problem.name() + ": nothing to draw");
            return;
        }
        Path evaluations = folder.resolve(problem.name() + "-evaluations.png");
        WorkPrecisionChart.draw(problem.name(), "evaluations", runs, Run::evaluations, evaluations);
        Path time = folder.resolve(problem.name() + "-time.png");
        WorkPrecisionChart.draw(problem.name(), "milliseconds", runs, Run::milliseconds, time);
        out.println("wrote " + evaluations + " and " + time);
        out.flush();
    }
}
