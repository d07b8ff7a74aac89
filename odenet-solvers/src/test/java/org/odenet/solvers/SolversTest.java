package org.odenet.solvers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.tableau.ButcherTableaus;

class SolversTest {

    @Test
    void hasAFactoryForEachMethod() {
        assertThat(Solvers.euler().method()).isEqualTo(new RungeKutta(ButcherTableaus.EULER));
        assertThat(Solvers.midpoint().method()).isEqualTo(new RungeKutta(ButcherTableaus.MIDPOINT));
        assertThat(Solvers.rk4().method()).isEqualTo(new RungeKutta(ButcherTableaus.RK4));
        assertThat(Solvers.rk4Classic().method()).isEqualTo(new RungeKutta(ButcherTableaus.RK4_CLASSIC));
        assertThat(Solvers.dormandPrince54().method()).isEqualTo(new RungeKutta(ButcherTableaus.DORMAND_PRINCE_54));
    }

    @Test
    void knowsTheNamesOfTorchdiffeq() {
        String[] names = {
            "dopri5",
            "dopri8",
            "bosh3",
            "fehlberg2",
            "adaptive_heun",
            "tsit5",
            "euler",
            "midpoint",
            "heun2",
            "heun3",
            "rk4"
        };

        assertThat(names)
                .allSatisfy(name -> assertThat(Solvers.byName(name).name()).isEqualTo(name.replace('_', '-')));
        assertThat(Solvers.byName("adaptive_heun")).isInstanceOf(AdaptiveSolver.class);
        assertThat(Solvers.byName("heun3")).isInstanceOf(FixedStepSolver.class);
        assertThat(Solvers.knows("adaptive_heun")).isTrue();
        assertThat(Solvers.knows("Dopri5")).isTrue();
        assertThat(Solvers.knows("dopri55")).isFalse();
    }

    @Test
    void hasAFactoryForTheMainImplicitMethods() {
        assertThat(Stream.of(
                        Solvers.implicitEuler(),
                        Solvers.implicitMidpoint(),
                        Solvers.trapezoid(),
                        Solvers.gauss4(),
                        Solvers.gauss6(),
                        Solvers.radau5(),
                        Solvers.trbdf2(),
                        Solvers.kvaerno3(),
                        Solvers.kvaerno4(),
                        Solvers.kvaerno5()))
                .extracting(SteppingSolver::name)
                .containsExactly(
                        "implicit-euler",
                        "implicit-midpoint",
                        "trapezoid",
                        "gauss4",
                        "gauss6",
                        "radau5",
                        "trbdf2",
                        "kvaerno3",
                        "kvaerno4",
                        "kvaerno5");
    }

    @Test
    void findsMethodsOfProviders() {
        assertThat(Solvers.names()).contains("test-heun-euler");
        assertThat(Solvers.byName("test-heun-euler"))
                .isInstanceOfSatisfying(AdaptiveSolver.class, solver -> assertThat(solver.method())
                        .isEqualTo(new RungeKutta(TestMethods.HEUN_EULER)));
    }

    @Test
    void aMethodWithoutErrorEstimateTakesASingleStep() {
        var solution = Solvers.byName("rk4").solve((t, y, dydt) -> dydt[0] = y[0], new double[] {1}, TimeSpan.of(0, 1));

        assertThat(Solvers.byName("rk4")).isInstanceOf(FixedStepSolver.class).hasToString("rk4 with 1 steps");
        assertThat(Solvers.rk4().stepSize(0.5)).hasToString("rk4 with steps of 0.5");
        assertThat(solution.statistics().acceptedSteps()).isEqualTo(1);
    }
}
