namespace Dagstack.Extensions.Plugins;

/// <summary>Ends an instance step by step, each whatever became of those before, and keeps what went wrong.</summary>
public sealed class PluginEnding
{
    private readonly List<string> _faults = [];

    internal PluginEnding(CancellationToken cancellationToken) => CancellationToken = cancellationToken;

    /// <summary>Gets the token that is cancelled when the time is over.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Gets or sets a value indicating whether everything was released, as far as the plugin says.</summary>
    /// <value>True by default. If false, the plugin is marked: only a restart of the process releases everything.</value>
    public bool Released { get; set; } = true;

    /// <summary>Gets a value indicating whether a step gave up since the time was over.</summary>
    internal bool Overran { get; private set; }

    /// <summary>Gets what went wrong, as text: an exception of the plugin would keep its code loaded. Null if nothing did.</summary>
    internal string? Fault => _faults.Count == 0 ? null : string.Join("; ", _faults);

    /// <summary>Makes one step. What it throws is kept as text and reported with all else when the plugin has ended.</summary>
    /// <param name="what">What the step does, such as <c>teardown</c>.</param>
    /// <param name="step">Does it.</param>
    /// <returns>A task that never fails.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public async ValueTask TryAsync(string what, Func<ValueTask> step)
    {
        ArgumentNullException.ThrowIfNull(what);
        ArgumentNullException.ThrowIfNull(step);
        try
        {
            await step().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (CancellationToken.IsCancellationRequested)
        {
            Overran = true;
        }
        catch (Exception fault)
        {
            _faults.Add($"{what} threw {ExceptionText.Full(fault)}");
        }
    }
}
