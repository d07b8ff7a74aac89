package org.odenet.solvers;

import java.util.List;
import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.tableau.ButcherTableau;

/** Methods that the library does not have, found as a service; they join the contract of all solvers. */
public final class TestMethods implements MethodProvider {

    /** Heun's method with Euler's inside: its last stage is not the first of the next step. */
    static final ButcherTableau HEUN_EULER = ButcherTableau.builder("test-heun-euler", 2)
            .a(new double[] {}, new double[] {1})
            .c(0, 1)
            .b(0.5, 0.5)
            .embedded(1, 0)
            .interpolation(2, new double[] {1, -0.5}, new double[] {0, 0.5})
            .citation("Heun 1900")
            .build();

    @Override
    public List<Method> methods() {
        return List.of(new RungeKutta(HEUN_EULER));
    }
}
