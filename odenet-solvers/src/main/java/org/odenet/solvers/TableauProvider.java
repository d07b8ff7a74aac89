package org.odenet.solvers;

import java.util.List;
import org.odenet.solvers.tableau.ButcherTableau;

/** Makes Runge–Kutta methods known by name. Registered in {@code META-INF/services} ({@link java.util.ServiceLoader}). */
public interface TableauProvider {

    /**
     * The methods.
     *
     * @return their tableaus
     */
    List<ButcherTableau> tableaus();
}
