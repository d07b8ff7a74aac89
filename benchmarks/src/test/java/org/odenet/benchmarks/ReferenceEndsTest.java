package org.odenet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.odenet.benchmarks.problems.ClassicProblems;
import org.odenet.benchmarks.problems.Detest;
import org.odenet.benchmarks.problems.InitialValueProblem;

class ReferenceEndsTest {

    /**
     * The ends at 20 as published with the DETEST package (Enright and Pryce 1987); of the larger systems the first
     * components.
     */
    private static final Map<String, double[]> PUBLISHED = Map.ofEntries(
            end("A1", 2.061153622438558e-9),
            end("A2", 0.2182178902359887),
            end("A3", 2.491650271850414),
            end("A4", 17.73016648131483),
            end("A5", -0.7887826688964196),
            end("B1", 0.6761876008576667, 0.1860816099640036),
            end("B2", 1.000000001030576, 1.0, 0.9999999989694235),
            end("B3", 2.061153488557776e-9, 5.257228022048349e-2, 0.9474277177183630),
            end("B4", 0.9826950928005993, 2.198447081694832, 0.9129452507276399),
            end("B5", -0.9396570798729192, -0.3421177754000779, 0.7414126596199957),
            end("C1", 2.061153622240064e-9, 4.122307244619555e-8, 4.122307244716968e-7, 2.748204829855288e-6),
            end("C2", 2.061153577984930e-9, 2.061153573736588e-9, 2.061153569488245e-9, 2.061153565239902e-9),
            end("C3", 2.948119211022058e-3, 5.635380154844266e-3, 7.829072515926013e-3, 9.348257908594937e-3),
            end("C4", 3.124111453721466e-3, 6.015416842150318e-3, 8.470021834842650e-3, 1.033682931733337e-2),
            end("C5", -4.792730224323733, -2.420550725448973, -0.9212509306014886, -4.217310404035213),
            end("D1", 0.2198835352008397, 0.9427076846341813, -0.9787659841058176, 0.3287977990962036),
            end("D2", -0.1777027357140412, 0.9467784719905892, -1.030294163192969, 0.1211074890053952),
            end("D3", -0.5780432953035361, 0.8633840009194193, -0.9595083730380727, -0.06504915126712089),
            end("D4", -0.9538990293416394, 0.6907409024219432, -0.8212674270877433, -0.1539574259125825),
            end("D5", -1.295266250987574, 0.4003938963792321, -0.6775390924707566, -0.1270838154278686),
            end("E1", 0.1456723600728308, -0.09883500195574063),
            end("E2", 2.008149762174948, -0.04250887527320057),
            end("E3", -0.1004178858647128, 0.2411400132095954),
            end("E4", 33.95091444646555, 0.2767822659672869),
            end("E5", 14.11797390542629, 2.4));

    private final ReferenceEnds ends = new ReferenceEnds();

    private static Map.Entry<String, double[]> end(String problem, double... state) {
        return Map.entry(problem, state);
    }

    static List<InitialValueProblem> detest() {
        return Detest.ALL;
    }

    static Stream<InitialValueProblem> known() {
        return Stream.of(ClassicProblems.ARENSTORF, ClassicProblems.PLEIADES);
    }

    @ParameterizedTest
    @MethodSource("detest")
    void theEndsOfDetestAreThePublishedOnes(InitialValueProblem problem) {
        double[] published = PUBLISHED.get(problem.name());
        double[] end = ends.of(problem);

        assertThat(end).hasSameSizeAs(problem.start());
        assertThat(problem.error(Arrays.copyOf(end, published.length), published))
                .isLessThan(ReferenceEnds.AGREEMENT);
    }

    @ParameterizedTest
    @MethodSource("known")
    void knownEndsAreReached(InitialValueProblem problem) {
        double[] end = HipparchusIntegrator.DORMAND_PRINCE_853
                .solve(problem, problem.function(), 1e-13)
                .state();

        assertThat(ends.of(problem)).isSameAs(problem.known());
        assertThat(problem.error(end, problem.known())).isLessThan(1e-8);
    }

    @Test
    void anEndThatIsNotKnownWellEnoughIsRefused() {
        // Errors grow by e^30.
        InitialValueProblem unstable = new InitialValueProblem(
                "unstable", (t, y, dydt) -> dydt[0] = y[0] - Math.cos(t) - Math.sin(t), new double[] {0}, 1);
        InitialValueProblem wild = new InitialValueProblem(
                "wild", (t, y, dydt) -> dydt[0] = 30 * (y[0] - Math.cos(t)) - Math.sin(t), new double[] {1}, 1);

        assertThat(ends.of(unstable)).hasSize(1);
        assertThatThrownBy(() -> ends.of(wild))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the exact end of problem wild is not known well enough: two methods differ by");
    }
}
