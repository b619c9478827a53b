using System.Runtime.ExceptionServices;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>Says whose scope of the host's services this is, and what went wrong when it ended.</summary>
/// <remarks>
/// A container stops disposing at the first fault. This is made first in a plugin's scope, so it is disposed last, and throws then. When a
/// service of the host is what threw, what was made before that is ended by <see cref="EndRestAsync"/>.
/// </remarks>
internal sealed class PluginScope : IAsyncDisposable, IDisposable
{
    private readonly List<Exception> _faults = [];
    private readonly Stack<IAsyncDisposable> _ends = new();

    /// <summary>Gets or sets the plugin; null in the scopes of the application, such as those of requests.</summary>
    public PluginId? Plugin { get; set; }

    /// <summary>Keeps a fault until everything has been disposed.</summary>
    public void Add(Exception fault) => _faults.Add(fault);

    /// <summary>Keeps what is to end with the scope, and may be disposed twice.</summary>
    public void Add(IAsyncDisposable end) => _ends.Push(end);

    /// <summary>Ends what a scope has left that could not dispose everything.</summary>
    public async ValueTask EndRestAsync()
    {
        while (_ends.TryPop(out var end))
        {
            await end.DisposeAsync().ConfigureAwait(false);
        }

        Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    public void Dispose()
    {
        Exception[] faults = [.. _faults];
        _faults.Clear();
        if (faults is [var single])
        {
            ExceptionDispatchInfo.Throw(single);
        }

        if (faults.Length > 0)
        {
            throw new AggregateException(faults);
        }
    }
}
