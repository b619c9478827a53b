using Dagstack.Extensions.Plugins.Files;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>What is known of one plugin's folder, and since when it has been as it was seen last.</summary>
internal sealed class WatchedFolder
{
    private FolderStamp? _applied;
    private string? _hash;
    private FolderStamp? _seen;
    private DateTimeOffset _since;
    private DateTimeOffset? _partSince;
    private bool _isSuspect;
    private DateTimeOffset? _toldSince;

    /// <summary>Gets a value indicating whether it may have changed, and has not settled.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Gets a value indicating whether a change of it is being taken over. What comes meanwhile waits for that.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Takes note that a change of it is being taken over.</summary>
    public void Begin() => (IsBusy, _toldSince) = (true, null);

    /// <summary>Takes note that it no longer is. What was told meanwhile counts from now on.</summary>
    public void End()
    {
        IsBusy = false;
        if (_toldSince is { } told)
        {
            Suspect(told);
        }
    }

    /// <summary>Takes a state for the one that the plugin is in.</summary>
    /// <param name="stamp">The state; null for a folder that is not there.</param>
    /// <param name="hash">The hash of the code; null if it is not known.</param>
    public void Accept(FolderStamp? stamp, string? hash)
    {
        (_applied, _hash, _seen, IsPending, _isSuspect, _partSince) = (stamp, hash, stamp, false, false, null);
    }

    /// <summary>Takes note that the system has told of a change, which times and lengths need not show.</summary>
    public void Suspect(DateTimeOffset now)
    {
        if (IsBusy)
        {
            _toldSince = now;
            return;
        }

        (_isSuspect, _since) = (true, now);
    }

    /// <summary>Looks at the folder.</summary>
    /// <returns>True if it has changed and has been as it is for long enough.</returns>
    public bool HasSettled(string folder, FolderStamp? now, DateTimeOffset time, TimeSpan window, TimeSpan patience)
    {
        var isApplied = Equals(now, _applied);
        if (isApplied && !_isSuspect)
        {
            (_seen, IsPending) = (now, false);
            return false;
        }

        if (!IsPending || !Equals(now, _seen))
        {
            _since = IsPending || !_isSuspect ? time : _since;
            (_seen, IsPending) = (now, true);
        }

        if (time - _since < window)
        {
            return false;
        }

        // What is not whole is being written, or will never be: that is said when nobody goes on with it.
        if (now?.FindPart(folder) is not null)
        {
            _partSince ??= time;
            return time - _partSince >= patience;
        }

        _partSince = null;
        if (now is not null && _hash is not null && IsSame(folder, now))
        {
            Accept(now, _hash);
            return false;
        }

        if (isApplied && _hash is null)
        {
            Accept(now, _hash);
            return false;
        }

        return true;
    }

    private bool IsSame(string folder, FolderStamp now)
    {
        try
        {
            return now.HashIn(folder) == _hash;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It changes while it is read, which the next look sees.
            return false;
        }
    }
}
