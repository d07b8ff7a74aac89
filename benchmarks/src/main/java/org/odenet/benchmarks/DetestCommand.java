package org.odenet.benchmarks;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.odenet.benchmarks.problems.Detest;
import org.odenet.benchmarks.problems.InitialValueProblem;
import org.odenet.solvers.AdaptiveSolver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the adaptive solvers and Hipparchus's on the DETEST problems. */
@Command(
        name = "detest",
        description = {
            "Solves the 25 non-stiff DETEST problems by the adaptive solvers and by Hipparchus's Dormand-Prince"
                    + " integrators, with the same relative and absolute tolerances, and compares errors at the end,"
                    + " evaluations, steps and times.",
            "The error is that of the worst component, |y - exact| / (1 + |exact|)."
        },
        mixinStandardHelpOptions = true)
final class DetestCommand implements Callable<Integer> {

    private static final long GIVE_UP = 10_000_000;

    /** What is compared with what. */
    private static final List<Pair> PAIRS = List.of(
            new Pair("dopri5", HipparchusIntegrator.DORMAND_PRINCE_54.name()),
            new Pair("dop853", HipparchusIntegrator.DORMAND_PRINCE_853.name()));

    @Mixin
    private RunOptions options;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            split = ",",
            defaultValue = "1e-3,1e-4,1e-5,1e-6,1e-7,1e-8,1e-9",
            description = "the tolerances, from loose to tight; ${DEFAULT-VALUE} by default")
    private List<Double> tolerances;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            defaultValue = "benchmarks/target/detest.csv",
            description = "where the runs go; ${DEFAULT-VALUE} by default")
    private Path csv;

    @Spec
    private CommandSpec spec;

    private record Pair(String ours, String theirs) {}

    @Override
    public Integer call() {
        List<InitialValueProblem> problems = options.problems(spec, Detest.ALL);
        List<AdaptiveSolver> solvers = options.solvers(spec, SolverChoice.nonStiff());
        List<Integrator> integrators = new ArrayList<>();
        solvers.forEach(solver -> integrators.add(new OdenetIntegrator(solver, GIVE_UP)));
        integrators.addAll(HipparchusIntegrator.PEERS);
        List<Run> runs = new ArrayList<>();
        Runner runner = options.runner(spec);
        for (InitialValueProblem problem : problems) {
            for (Integrator integrator : integrators) {
                for (double tolerance : tolerances) {
                    runs.add(runner.run(problem, integrator, tolerance));
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        printTable(runs, integrators, out);
        printRatios(runs, solvers.stream().map(AdaptiveSolver::name).toList(), out);
        RunTable.write(runs, csv);
        out.println("wrote " + csv);
        out.flush();
        return 0;
    }

    private void printTable(List<Run> runs, List<Integrator> integrators, PrintWriter out) {
        String line = "%-10s %-18s %14s %13s %11s %11s %11s %7s%n";
        out.printf(line, "tolerance", "solver", "median error", "evaluations", "accepted", "rejected", "ms", "failed");
        for (double tolerance : tolerances) {
            for (Integrator integrator : integrators) {
                List<Run> some = runs.stream()
                        .filter(run ->
                                run.tolerance() == tolerance && run.solver().equals(integrator.name()))
                        .toList();
                List<Run> good = some.stream().filter(Run::succeeded).toList();
                boolean rejectionsKnown = some.stream().allMatch(run -> run.rejected() >= 0);
                out.printf(
                        line,
                        String.format(Locale.ROOT, "%.0e", tolerance),
                        integrator.name(),
                        good.isEmpty() ? "-" : scientific(median(good)),
                        whole(good, Run::evaluations),
                        whole(good, Run::accepted),
                        rejectionsKnown ? whole(good, Run::rejected) : "-",
                        String.format(
                                Locale.ROOT,
                                "%.3f",
                                good.stream().mapToDouble(Run::milliseconds).sum()),
                        some.size() - good.size());
            }
        }
        out.println("Evaluations, steps and milliseconds are sums over the problems.");
    }

    private static double median(List<Run> runs) {
        return Statistics.median(runs.stream().mapToDouble(Run::error).toArray());
    }

    private static String scientific(double value) {
        return String.format(Locale.ROOT, "%.1e", value);
    }

    private static String whole(List<Run> runs, ToDoubleFunction<Run> quantity) {
        return String.format(
                Locale.ROOT, "%.0f", runs.stream().mapToDouble(quantity).sum());
    }

    private static void printRatios(List<Run> runs, List<String> ours, PrintWriter out) {
        WorkRatios ratios = new WorkRatios(runs);
        List<String> theirs = HipparchusIntegrator.PEERS.stream()
                .map(HipparchusIntegrator::name)
                .toList();
        out.println();
        out.println("Evaluations over those of Hipparchus, median of the problems (largest), at equal");
        out.printf("%-44s %18s %18s %9s%n", "", "tolerance", "error", "problems");
        for (Pair pair : PAIRS) {
            if (ours.contains(pair.ours())) {
                printRatio(
                        pair.ours() + " / " + pair.theirs(), List.of(pair.ours()), List.of(pair.theirs()), ratios, out);
            }
        }
        for (String solver : ours) {
            printRatio(solver + " / the better of both", List.of(solver), theirs, ratios, out);
        }
        printRatio("the best / the better of both", ours, theirs, ratios, out);
    }

    private static void printRatio(
            String title, List<String> ours, List<String> theirs, WorkRatios ratios, PrintWriter out) {
        WorkRatios.Ratio atTolerance = ratios.atEqualTolerance(ours, theirs);
        WorkRatios.Ratio atError = ratios.atEqualError(ours, theirs);
        out.printf(
                Locale.ROOT,
                "%-44s %9.2f (%6.2f) %9.2f (%6.2f) %9d%n",
                title,
                atTolerance.median(),
                atTolerance.largest(),
                atError.median(),
                atError.largest(),
                atError.problems());
    }
}
