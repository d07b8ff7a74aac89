package org.odenet.solvers.tableau;

import java.util.ArrayList;
import java.util.List;

/**
 * A rooted tree, which stands for one order condition of Runge–Kutta methods (Hairer, Nørsett and Wanner I, section
 * II.2): {@code Σ b_i Φ_i(t) = 1 / γ(t)}.
 */
record RootedTree(List<RootedTree> children, int order) {

    /** All trees of each order up to a highest one; the first entry is empty. */
    static List<List<RootedTree>> upTo(int highest) {
        List<List<RootedTree>> byOrder = new ArrayList<>();
        byOrder.add(List.of());
        List<RootedTree> smaller = new ArrayList<>();
        for (int order = 1; order <= highest; order++) {
            List<RootedTree> trees = new ArrayList<>();
            grow(new ArrayList<>(), order - 1, 0, smaller, order, trees);
            byOrder.add(trees);
            smaller.addAll(trees);
        }
        return byOrder;
    }

    /** Adds children in the order of {@code smaller}, so that each multiset of children comes once. */
    private static void grow(
            List<RootedTree> children,
            int vertices,
            int from,
            List<RootedTree> smaller,
            int order,
            List<RootedTree> trees) {
        if (vertices == 0) {
            trees.add(new RootedTree(List.copyOf(children), order));
            return;
        }
        for (int i = from; i < smaller.size() && smaller.get(i).order() <= vertices; i++) {
            children.add(smaller.get(i));
            grow(children, vertices - smaller.get(i).order(), i, smaller, order, trees);
            children.remove(children.size() - 1);
        }
    }

    /** γ. */
    double density() {
        return children.stream().mapToDouble(RootedTree::density).reduce(order, (a, b) -> a * b);
    }
}
