package org.odenet.benchmarks.problems;

import java.util.List;
import java.util.stream.Stream;

/**
 * The non-stiff problems of DETEST, all on [0, 20]: Hull, Enright, Fellen and Sedgwick 1972, "Comparing Numerical Methods
 * for Ordinary Differential Equations", with the data of Enright and Pryce 1987, "Two FORTRAN Packages for Assessing
 * Initial Value Methods".
 */
public final class Detest {

    static final double END = 20;

    /** All 25, from A1 to E5. */
    public static final List<InitialValueProblem> ALL = Stream.of(
                    SingleEquations.ALL, SmallSystems.ALL, ModerateSystems.ALL, Orbits.ALL, HigherOrderEquations.ALL)
            .flatMap(List::stream)
            .toList();

    private Detest() {}
}
