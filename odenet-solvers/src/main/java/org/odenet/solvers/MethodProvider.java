package org.odenet.solvers;

import java.util.List;
import org.odenet.solvers.step.Method;

/** Makes methods known by name. Registered in {@code META-INF/services} ({@link java.util.ServiceLoader}). */
public interface MethodProvider {

    /**
     * The methods.
     *
     * @return the methods, such as a {@link org.odenet.solvers.step.RungeKutta} of a tableau
     */
    List<Method> methods();
}
