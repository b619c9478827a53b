using Dagstack.Extensions.Configuration.Diagnostics;
using Dagstack.Extensions.Configuration.Layers;
using Dagstack.Extensions.Configuration.Reading;
using Dagstack.Extensions.Configuration.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Configuration.Reload;

/// <summary>Holds the version that is in effect, and puts another in its place if it is good.</summary>
internal sealed class ConfigEngine : IDisposable
{
    private static readonly IReadOnlySet<string> s_none = new HashSet<string>();

    private readonly ReloadOptions _options;
    private readonly ConfigLoader _loader;
    private readonly SectionSubscriptions _subscriptions;
    private readonly HashSet<string> _defaulted = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly ChangeNews _news = new();
    private readonly RefusedFiles _refused = new();
    private readonly Action? _told;
    private readonly StableReload? _watch;
    private volatile ConfigState _current;
    private readonly LateLogger _logger;
    private ConfigurationReloadToken _token = new();
    private bool _saidUnwatched;

    /// <param name="loader">Reads the files.</param>
    /// <param name="secrets">Has the secrets.</param>
    /// <param name="options">What a version has to pass, and whether the files are watched.</param>
    /// <param name="prepare">Makes what else changes with a version; what it returns is called when the version is in effect, and does not fail.</param>
    /// <param name="told">Tells whoever else is to know that another version is in effect.</param>
    /// <exception cref="ConfigException">A file is missing, cannot be read, or is wrong.</exception>
    public ConfigEngine(ConfigLoader loader, SecretStore secrets, ReloadOptions options, Func<ConfigState, Action>? prepare, Action? told)
    {
        (_loader, Secrets, _options, _told) = (loader, secrets, options, told);
        _logger = new(options.Logger);
        _subscriptions = new(_news, (path, exception) => Logger.SubscriberFailed(path, exception));
        Prepare = prepare ?? (static _ => static () => { });
        try
        {
            _current = Candidate(_loader.ReadFiles(), out var commit);
            commit();
            if (options.ReloadOnChange || options.PollInterval is not null)
            {
                _watch = new(_loader, options, this);
            }
        }
        finally
        {
            Tell();
        }
    }

    public ConfigState Current => _current;

    public SecretStore Secrets { get; }

    public ILogger Logger => _logger.Current;

    private Func<ConfigState, Action> Prepare { get; }

    public IChangeToken GetReloadToken() => Volatile.Read(ref _token);

    public void UseHostLogger(ILogger logger) => _logger.UseHostLogger(logger);

    /// <summary>Reads the files again.</summary>
    /// <exception cref="ConfigException">They were refused.</exception>
    public bool Reload()
    {
        try
        {
            lock (_gate)
            {
                var contents = _loader.ReadFiles();
                try
                {
                    return Take(contents);
                }
                catch (ConfigException exception)
                {
                    Refuse(contents, exception);
                    throw new ConfigException(ConfigErrorReason.ReloadRejected, string.Empty, $"the files were refused, and the old values stay. {exception.Message}", exception);
                }
            }
        }
        finally
        {
            Tell();
        }
    }

    /// <summary>Reads the files again. If they are wrong, the old values stay, and one warning says why.</summary>
    public void Offer()
    {
        Offer(_loader.ReadFiles());
        Tell();
    }

    /// <summary>Has a message logged by whoever tells next: a logger may block or call back, and is told outside every lock.</summary>
    public void Say(Action<ILogger> message) => _news.Add(() => message(Logger), Logger.ListenerFailed);

    /// <summary>Tells what there is to be told.</summary>
    public void Tell() => _news.Tell();

    /// <summary>Takes files that have changed, unless they are wrong: then the old values stay, and one warning says why. It waits for <see cref="Tell"/>.</summary>
    public void Offer(IReadOnlyList<LayerContent> contents)
    {
        lock (_gate)
        {
            if (_refused.Has(contents))
            {
                return;
            }

            try
            {
                Take(contents);
            }
            catch (ConfigException exception)
            {
                Refuse(contents, exception);
            }
        }
    }

    public async Task<bool> RefreshSecretsAsync(CancellationToken cancellationToken)
    {
        var changed = await Secrets.RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (changed.Count == 0)
        {
            return false;
        }

        lock (_gate)
        {
            _subscriptions.Prepare(_current, changed);
            Prepare(_current)();
            Announce(differs: true);
        }

        Tell();
        return true;
    }

    public IDisposable Subscribe<T>(string path, Action<T, T> handler)
        where T : notnull
    {
        TypedSubscription<T> subscription;
        lock (_gate)
        {
            subscription = new(path, handler, _current, Secrets);
            _subscriptions.Add(subscription);
            if (_watch is null && !_saidUnwatched)
            {
                _saidUnwatched = true;
                Say(logger => logger.SubscriptionWithoutWatch(path));
            }
        }

        Tell();
        return new Unsubscriber(() =>
        {
            lock (_gate)
            {
                _subscriptions.End(subscription);
            }
        });
    }

    public void Dispose() => _watch?.Dispose();

    private bool Take(IReadOnlyList<LayerContent> contents)
    {
        if (LayerContent.AreSame(contents, _current.Contents))
        {
            _refused.Clear();
            return false;
        }

        EmptiedFiles.Refuse(contents, _current.Contents);
        var candidate = Candidate(contents, out var commit);
        _refused.Clear();
        var differs = !NodeEquality.AreEqual(candidate.Root, _current.Root);
        _current = candidate;
        commit();
        Announce(differs);
        return differs;
    }

    // Reads, checks and validates: nothing is in effect before all of it has passed.
    private ConfigState Candidate(IReadOnlyList<LayerContent> contents, out Action commit)
    {
        var candidate = _loader.Load(contents, (secret, path) =>
        {
            if (_defaulted.Add(path))
            {
                Say(logger => logger.SecretDefaulted(path, secret.Reference.ToString()));
            }
        });
        _options.Check(candidate, Secrets);
        _subscriptions.Prepare(candidate, s_none);
        commit = Prepare(candidate);
        return candidate;
    }

    private void Refuse(IReadOnlyList<LayerContent> contents, ConfigException exception)
    {
        if (!_refused.Add(contents, exception.Message))
        {
            return;
        }

        _news.Add(
            () =>
            {
                Logger.ReloadRejected(exception.Message);
                _options.OnReloadRejected?.Invoke(exception);
            },
            Logger.ListenerFailed);
    }

    // Each listener on its own: one that throws does not keep the change from the others.
    private void Announce(bool differs)
    {
        if (_told is not null)
        {
            _news.Add(_told, Logger.ListenerFailed);
        }

        if (!differs)
        {
            return;
        }

        var sources = string.Join(", ", _current.SourceIds);
        _news.Add(
            () =>
            {
                Logger.Reloaded(sources);
                Interlocked.Exchange(ref _token, new()).OnReload();
            },
            Logger.ListenerFailed);
        _subscriptions.Accept();
    }
}
