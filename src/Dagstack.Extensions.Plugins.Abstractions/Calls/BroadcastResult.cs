using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins;

/// <summary>What the plugins of a kind returned to one call of all of them: by priority, highest first, then by name.</summary>
/// <remarks>See §5 of the plugin contract. Without best effort, <see cref="Errors"/> is empty: the first error is thrown.</remarks>
/// <typeparam name="TResult">What one plugin returns.</typeparam>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a result.")]
public sealed class BroadcastResult<TResult> : IReadOnlyList<TResult>
{
    private readonly string _kind;
    private readonly IReadOnlyList<TResult> _results;

    /// <summary>Creates a result.</summary>
    /// <param name="kind">The kind that was called.</param>
    /// <param name="plugins">Who answered.</param>
    /// <param name="results">What each of them returned, in the same order.</param>
    /// <param name="errors">What the others threw.</param>
    /// <exception cref="ArgumentException">There are not as many results as plugins that answered.</exception>
    public BroadcastResult(string kind, IReadOnlyList<PluginId> plugins, IReadOnlyList<TResult> results, IReadOnlyList<PluginFault>? errors = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(plugins);
        ArgumentNullException.ThrowIfNull(results);
        if (plugins.Count != results.Count)
        {
            throw new ArgumentException($"{plugins.Count} plugins have {results.Count} results.", nameof(results));
        }

        _kind = kind;
        _results = results;
        Plugins = plugins;
        Errors = errors ?? [];
    }

    /// <summary>Gets the plugins that answered, in the order of their results.</summary>
    public IReadOnlyList<PluginId> Plugins { get; }

    /// <summary>Gets what the other plugins threw, in the order of dispatch.</summary>
    /// <value>Empty unless the call was made with best effort.</value>
    public IReadOnlyList<PluginFault> Errors { get; }

    /// <inheritdoc/>
    public int Count => _results.Count;

    /// <inheritdoc/>
    public TResult this[int index] => _results[index];

    /// <summary>Throws if a plugin failed.</summary>
    /// <returns>This result.</returns>
    /// <exception cref="BroadcastErrorsException">A plugin failed; it has the results of the others.</exception>
    public BroadcastResult<TResult> ThrowIfFailed() => Errors.Count == 0
        ? this
        : throw new BroadcastErrorsException(_kind, [.. Plugins.Zip(_results, static (plugin, result) => KeyValuePair.Create(plugin, (object?)result))], Errors);

    /// <inheritdoc/>
    public IEnumerator<TResult> GetEnumerator() => _results.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
