/** The networks of the paper, ready to train: ResNet, Res-ODE and ODE-only. */
package org.odenet.models;
