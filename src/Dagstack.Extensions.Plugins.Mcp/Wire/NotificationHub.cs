using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Who is told of the notifications of a server.</summary>
/// <param name="options">What is told of notifications that nobody can read.</param>
internal sealed class NotificationHub(McpConnectionOptions options)
{
    private readonly Dictionary<string, IProgress<WireProgress>> _progress = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private Dictionary<string, Action<ReadOnlyMemory<byte>>[]> _handlers = new(StringComparer.Ordinal);

    /// <summary>Tells all who want to know. What one of them throws is reported.</summary>
    public void Publish(string method, ReadOnlyMemory<byte> parameters)
    {
        if (method == WireKeys.Progress && HasFollowers)
        {
            Try(method, parameters, ReportProgress);
        }

        if (Volatile.Read(ref _handlers).TryGetValue(method, out var handlers))
        {
            foreach (var handler in handlers)
            {
                Try(method, parameters, handler);
            }
        }
    }

    /// <summary>Subscribes to a method. The bytes of its parameters, empty if there are none, are there for the time of the call.</summary>
    public IDisposable Subscribe(string method, Action<ReadOnlyMemory<byte>> handler)
    {
        // Each subscription is an object of its own, so that it ends itself and not its like.
        Action<ReadOnlyMemory<byte>> own = parameters => handler(parameters);
        Change(method, handlers => [.. handlers, own]);
        return new Ending(() => Change(method, handlers => [.. handlers.Where(one => !ReferenceEquals(one, own))]));
    }

    public void Follow(string token, IProgress<WireProgress> progress)
    {
        lock (_progress)
        {
            _progress[token] = progress;
        }
    }

    public void Unfollow(string token)
    {
        lock (_progress)
        {
            _progress.Remove(token);
        }
    }

    private bool HasFollowers
    {
        get
        {
            lock (_progress)
            {
                return _progress.Count > 0;
            }
        }
    }

    private IProgress<WireProgress>? FollowerOf(string token)
    {
        lock (_progress)
        {
            return _progress.GetValueOrDefault(token);
        }
    }

    private void Change(string method, Func<Action<ReadOnlyMemory<byte>>[], Action<ReadOnlyMemory<byte>>[]> change)
    {
        lock (_gate)
        {
            Volatile.Write(ref _handlers, new(_handlers, StringComparer.Ordinal) { [method] = change(_handlers.GetValueOrDefault(method, [])) });
        }
    }

    private void ReportProgress(ReadOnlyMemory<byte> parameters)
    {
        using var document = JsonText.Parse(parameters);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Object
            && JsonText.Find(root, WireKeys.ProgressToken) is { } token
            && FollowerOf(token) is { } progress
            && root.TryGetProperty("progress", out var value) && value.ValueKind == JsonValueKind.Number)
        {
            progress.Report(new(
                value.GetDouble(),
                root.TryGetProperty("total", out var total) && total.ValueKind == JsonValueKind.Number ? total.GetDouble() : null,
                JsonText.Find(root, "message")));
        }
    }

    private void Try(string method, ReadOnlyMemory<byte> parameters, Action<ReadOnlyMemory<byte>> handler)
    {
        try
        {
            handler(parameters);
        }
        catch (Exception exception)
        {
            options.Report?.Invoke(new(WireReportKind.Unusable, $"'{Excerpt.Of(options.Told(method))}': {options.Told(ExceptionText.Of(exception))} ({Beginnings.Of(parameters.Span, options.Mask)})"));
        }
    }

    private sealed class Ending(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
