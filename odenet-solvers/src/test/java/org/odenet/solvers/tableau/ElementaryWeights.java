package org.odenet.solvers.tableau;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** The elementary weights Φ of one method's stages, each tree's made once from those of its children. */
final class ElementaryWeights {

    private final ButcherTableau tableau;
    private final Map<RootedTree, double[]> below = new IdentityHashMap<>();

    ElementaryWeights(ButcherTableau tableau) {
        this.tableau = tableau;
    }

    /** Σ w_i Φ_i. */
    double sum(RootedTree tree, IntToDoubleFunction weights) {
        double[] products = products(tree.children());
        double sum = 0;
        for (int i = 0; i < products.length; i++) {
            sum += weights.applyAsDouble(i) * products[i];
        }
        return sum;
    }

    private double[] products(List<RootedTree> children) {
        double[] products = new double[tableau.interpolationStages()];
        Arrays.fill(products, 1);
        for (RootedTree child : children) {
            double[] factors = below(child);
            for (int i = 0; i < products.length; i++) {
                products[i] *= factors[i];
            }
        }
        return products;
    }

    /** Σ a_ij Φ_j for each stage i. */
    private double[] below(RootedTree tree) {
        double[] known = below.get(tree);
        if (known != null) {
            return known;
        }
        double[] products = products(tree.children());
        double[] sums = new double[products.length];
        for (int i = 0; i < sums.length; i++) {
            for (int j = 0; j < sums.length; j++) {
                sums[i] += tableau.a(i, j) * products[j];
            }
        }
        below.put(tree, sums);
        return sums;
    }
}
