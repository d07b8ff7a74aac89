package org.odenet.benchmarks;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.odenet.benchmarks.problems.InitialValueProblem;
import org.odenet.benchmarks.problems.StiffProblems;
import org.odenet.solvers.AdaptiveSolver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs implicit solvers on stiff problems, and explicit ones to see how they end. */
@Command(
        name = "stiff",
        description = {
            "Solves stiff problems by the solvers for such, and by explicit ones, which must end with a message.",
            "Digits are those of the worst component: -log10 of |y - exact| / (s + |exact|), with the size s below which"
                    + " a component needs no relative accuracy: the absolute tolerance is s times the relative one."
        },
        mixinStandardHelpOptions = true)
final class StiffCommand implements Callable<Integer> {

    @Mixin
    private RunOptions options;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            defaultValue = "1e-6",
            description = "the relative tolerance; ${DEFAULT-VALUE} by default")
    private double tolerance;

    @Option(
            names = "--max-evaluations",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "where a solve gives up; ${DEFAULT-VALUE} by default")
    private long maxEvaluations;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            defaultValue = "benchmarks/target/stiff.csv",
            description = "where the table goes; ${DEFAULT-VALUE} by default")
    private Path csv;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (maxEvaluations <= 0) {
            throw new ParameterException(
                    spec.commandLine(), "--max-evaluations is " + maxEvaluations + "; give a positive number");
        }
        List<AdaptiveSolver> suitable = Stream.concat(
                        SolverChoice.stiff().stream(), SolverChoice.explicitOnStiff().stream())
                .toList();
        List<AdaptiveSolver> solvers = options.solvers(spec, suitable);
        Runner runner = options.runner(spec);
        PrintWriter out = spec.commandLine().getOut();
        List<Run> runs = new ArrayList<>();
        out.printf(
                "%-14s %-12s %8s %12s %9s %9s %10s%n",
                "problem", "solver", "digits", "evaluations", "accepted", "rejected", "ms");
        for (InitialValueProblem problem : options.problems(spec, StiffProblems.ALL)) {
            for (AdaptiveSolver solver : solvers) {
                Run run = runner.run(problem, new OdenetIntegrator(solver, maxEvaluations), tolerance);
                runs.add(run);
                print(run, out);
            }
        }
        RunTable.write(runs, csv);
        out.println("wrote " + csv);
        out.flush();
        return 0;
    }

    private static void print(Run run, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%-14s %-12s %8s %12d %9d %9d %10s  %s%n",
                run.problem(),
                run.solver(),
                run.succeeded() ? String.format(Locale.ROOT, "%.2f", -Math.log10(run.error())) : "-",
                run.evaluations(),
                run.accepted(),
                run.rejected(),
                run.succeeded() ? String.format(Locale.ROOT, "%.2f", run.milliseconds()) : "-",
                run.message());
        out.flush();
    }
}
