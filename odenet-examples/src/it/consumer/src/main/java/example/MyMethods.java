package example;

import java.util.List;
import org.odenet.solvers.MethodProvider;
import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.tableau.ButcherTableau;

/** The code of docs/extending.md: a method that the library does not have. */
public final class MyMethods implements MethodProvider {

    /** Order 3, without new extrema where Euler's method makes none; Heun's method is embedded in it. */
    static final ButcherTableau SSP3 = ButcherTableau.builder("ssp3", 3)
            .a(new double[][] {{}, {1}, {1.0 / 4, 1.0 / 4}})
            .c(0, 1, 1.0 / 2)
            .b(1.0 / 6, 1.0 / 6, 2.0 / 3)
            .embedded(1.0 / 2, 1.0 / 2, 0)
            .interpolation(2, new double[][] {{1, -5.0 / 6}, {0, 1.0 / 6}, {0, 2.0 / 3}})
            .citation("Shu and Osher 1988, Journal of Computational Physics 77")
            .build();

    @Override
    public List<Method> methods() {
        return List.of(new RungeKutta(SSP3));
    }
}
