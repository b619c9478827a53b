using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>All plugins of a kind: those that serve in the order of dispatch, the active one, the one that can handle a request, and calls of all of them.</summary>
/// <remarks>
/// A singleton of the host that can be injected anywhere; for an interface that is the contract of several kinds, by the kind as a key. It
/// follows plugins as they become ready or unavailable: ask it each time and keep what it returns only for a moment. Members may be
/// called by several threads; reading takes no lock. The generator writes a method for each hook beside these, with the hook's own
/// name. See §5 of the plugin contract.
/// </remarks>
/// <typeparam name="TKind">The kind's contract.</typeparam>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is no collection: what it yields changes by itself.")]
public interface IPlugins<TKind> : IEnumerable<TKind>
    where TKind : class
{
    /// <summary>Gets the kind's name.</summary>
    string Kind { get; }

    /// <summary>Gets the plugins that serve now, by priority, highest first, then by name.</summary>
    /// <value>A snapshot that never changes. A plugin of it may stop serving at any time; calling it then throws <see cref="PluginUnavailableException"/>.</value>
    ImmutableArray<TKind> Serving { get; }

    /// <summary>Gets the active plugin of the kind, the one that the kind's own key stands for.</summary>
    /// <value>
    /// It is there whatever its state. Where there is none, calling it throws: <see cref="AmbiguousPluginException"/> for several of one
    /// priority, <see cref="PluginUnavailableException"/> for none at all, <see cref="PluginNotFoundException"/> for a choice that does not exist.
    /// </value>
    TKind Active { get; }

    /// <summary>Gets a plugin by its name, whatever its state.</summary>
    /// <param name="name">The name within the kind, such as <c>fixed</c>.</param>
    /// <exception cref="PluginNotFoundException">There is no such plugin of this kind.</exception>
    TKind this[string name] { get; }

    /// <summary>Finds a plugin by its name, whatever its state.</summary>
    /// <param name="name">The name within the kind, such as <c>fixed</c>.</param>
    /// <param name="plugin">The plugin, or null if there is no such one.</param>
    /// <returns>True if there is such a plugin.</returns>
    bool TryGet(string name, [NotNullWhen(true)] out TKind? plugin);

    /// <summary>Finds the plugin that can handle a request.</summary>
    /// <remarks>
    /// Those that declare all that the request has come first, by priority, then name; then those that declare nothing at all; then the
    /// kind's fallback. Plugins that do not serve are passed over. A request by one axis without a filter takes the same time whatever
    /// the number of plugins, and allocates nothing.
    /// </remarks>
    /// <param name="request">What is to be handled.</param>
    /// <returns>The plugin.</returns>
    /// <exception cref="NoCapabilityMatchException">No plugin declares that, and the kind has no fallback.</exception>
    /// <exception cref="PluginUnavailableException">Those that could handle it do not serve.</exception>
    TKind For(in CapabilityRequest request);

    /// <summary>Finds the plugin that can handle a request.</summary>
    /// <param name="request">What is to be handled.</param>
    /// <param name="plugin">The plugin, or null if none that serves can.</param>
    /// <returns>True if there is one.</returns>
    bool TryFor(in CapabilityRequest request, [NotNullWhen(true)] out TKind? plugin);

    /// <summary>Gets the same plugins with options for the calls that are made through the result.</summary>
    /// <param name="options">A deadline, metadata, how broadcasts go. What is null stays as it is.</param>
    /// <returns>A view of the kind; cheap, and to be thrown away.</returns>
    IPlugins<TKind> With(PluginCallOptions options);

    /// <summary>Gets what calls of all plugins are made of. Generated code uses it.</summary>
    /// <param name="expected">The class that every hook called must have, or null where the compiler has seen to that.</param>
    /// <returns>The dispatcher.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    PluginDispatcher<TKind> GetDispatcher(DispatchClass? expected);
}
