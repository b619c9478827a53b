namespace Dagstack.Extensions.Plugins.Testing.Fakes;

/// <summary>Keeps what was published, and tells who waits for it.</summary>
internal sealed class EventRecord
{
    private readonly Lock _gate = new();
    private readonly List<PublishedEvent> _published = [];
    private TaskCompletionSource _next = New();

    public IReadOnlyList<PublishedEvent> Published
    {
        get
        {
            lock (_gate)
            {
                return [.. _published];
            }
        }
    }

    public void Add(PublishedEvent published)
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            _published.Add(published);
            (told, _next) = (_next, New());
        }

        told.SetResult();
    }

    /// <summary>Waits for the first event of a topic, if it has not come already.</summary>
    public async Task<PublishedEvent> WaitForAsync(string topic, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topic);
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (_published.Find(published => published.Topic == topic) is { } found)
                {
                    return found;
                }

                next = _next.Task;
            }

            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
