package org.odenet.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** How many times the evaluations of others a group of solvers takes, problem by problem: the best of each group counts. */
final class WorkRatios {

    /** The errors at which work is compared, from 1e-2 to 1e-10 by half orders. */
    private static final double[] BOUNDS = IntStream.rangeClosed(4, 20)
            .mapToDouble(i -> Math.pow(10, -i / 2.0))
            .toArray();

    /** The runs by problem and solver, from loose tolerances to tight ones. */
    private final Map<String, Map<String, List<Run>>> runs = new LinkedHashMap<>();

    /**
     * What comes out.
     *
     * @param median of the problems
     * @param largest of the problems
     * @param problems that could be compared
     */
    record Ratio(double median, double largest, int problems) {}

    WorkRatios(List<Run> all) {
        for (Run run : all) {
            runs.computeIfAbsent(run.problem(), name -> new LinkedHashMap<>())
                    .computeIfAbsent(run.solver(), name -> new ArrayList<>())
                    .add(run);
        }
    }

    /** At equal tolerances: the geometric mean of them for each problem. */
    Ratio atEqualTolerance(List<String> ours, List<String> theirs) {
        return over(problem -> {
            int tolerances = runs.get(problem).get(ours.get(0)).size();
            return mean(IntStream.range(0, tolerances)
                    .mapToDouble(i -> fewest(problem, ours, i) / fewest(problem, theirs, i)));
        });
    }

    /** At equal errors, as far as both groups reach: the geometric mean of them for each problem. */
    Ratio atEqualError(List<String> ours, List<String> theirs) {
        return over(problem -> {
            List<WorkPrecision> here = curves(problem, ours);
            List<WorkPrecision> there = curves(problem, theirs);
            return mean(Arrays.stream(BOUNDS).map(bound -> fewest(here, bound) / fewest(there, bound)));
        });
    }

    private Ratio over(ToDoubleFunction<String> ratio) {
        double[] ratios = runs.keySet().stream()
                .mapToDouble(ratio)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return ratios.length == 0
                ? new Ratio(Double.NaN, Double.NaN, 0)
                : new Ratio(Statistics.median(ratios), ratios[ratios.length - 1], ratios.length);
    }

    private static double mean(DoubleStream ratios) {
        return Math.exp(ratios.filter(Double::isFinite).map(Math::log).average().orElse(Double.NaN));
    }

    private double fewest(String problem, List<String> solvers, int tolerance) {
        return solvers.stream()
                .map(solver -> runs.get(problem).get(solver).get(tolerance))
                .filter(Run::succeeded)
                .mapToDouble(Run::evaluations)
                .min()
                .orElse(Double.NaN);
    }

    private List<WorkPrecision> curves(String problem, List<String> solvers) {
        return solvers.stream()
                .map(solver -> new WorkPrecision(runs.get(problem).get(solver)))
                .toList();
    }

    private static double fewest(List<WorkPrecision> curves, double bound) {
        return curves.stream()
                .mapToDouble(curve -> curve.evaluationsFor(bound))
                .filter(Double::isFinite)
                .min()
                .orElse(Double.NaN);
    }
}
