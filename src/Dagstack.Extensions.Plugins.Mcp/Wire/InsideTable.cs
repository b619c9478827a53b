using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>The requests that are inside the server, by the ids that they have on the wire. Whoever takes one out of it ends it.</summary>
internal sealed class InsideTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, InsideEntry> _entries = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Gets how many of them are calls of tools.</summary>
    public int CountOfCalls
    {
        get
        {
            lock (_gate)
            {
                return _entries.Values.Count(static entry => entry.Call is { IsOfTool: true });
            }
        }
    }

    public void Add(string id, InsideEntry entry)
    {
        lock (_gate)
        {
            _entries[id] = entry;
        }
    }

    public bool TryTake(string id, out InsideEntry entry)
    {
        lock (_gate)
        {
            return _entries.Remove(id, out entry);
        }
    }

    /// <summary>Takes the only one that waits for an answer, if it is that. Subscriptions are not counted: they wait for none.</summary>
    public InsideEntry? TakeOnly()
    {
        lock (_gate)
        {
            string? only = null;
            foreach (var (id, entry) in _entries)
            {
                if (entry.IsSubscription)
                {
                    continue;
                }

                if (only is not null)
                {
                    return null;
                }

                only = id;
            }

            return only is not null && _entries.Remove(only, out var taken) ? taken : null;
        }
    }

    /// <summary>Takes one that nobody waits for any more.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Forget(string id) => TryTake(id, out _);

    /// <summary>Finds the id on the wire of a request of a session.</summary>
    public string? Find(LineSession session, RequestId id)
    {
        lock (_gate)
        {
            foreach (var (key, entry) in _entries)
            {
                if (entry.Owner == session && entry.Id == id)
                {
                    return key;
                }
            }

            return null;
        }
    }

    /// <summary>Takes all: of an owner, or of every one.</summary>
    public List<InsideEntry> TakeAll(object? owner = null)
    {
        lock (_gate)
        {
            List<KeyValuePair<string, InsideEntry>> taken = [.. _entries.Where(entry => owner is null || entry.Value.Owner == owner)];
            foreach (var (id, _) in taken)
            {
                _entries.Remove(id);
            }

            return taken.ConvertAll(static entry => entry.Value);
        }
    }
}
