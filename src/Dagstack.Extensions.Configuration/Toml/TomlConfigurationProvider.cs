using System.Security.Cryptography;
using Dagstack.Extensions.Configuration.Diagnostics;
using Dagstack.Extensions.Configuration.Reload;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Configuration.Toml;

/// <summary>Reads a TOML file when the configuration is built and, if asked to, when it changes.</summary>
/// <remarks>Unlike the JSON provider it keeps its values when a changed file is wrong.</remarks>
internal sealed class TomlConfigurationProvider(TomlConfigurationSource source) : FileConfigurationProvider(source), IHostLogged
{
    /// <summary>Whether somebody on this thread has asked for the file to be read; else it is a watch, which others may share.</summary>
    [ThreadStatic]
    private static bool t_isAsked;

    private readonly LateLogger _logger = new(source.Logger);
    private readonly ChangeNews _news = new();
    private volatile Refusal? _refused;
    private bool _isLoaded;

    public override void Load()
    {
        var wasAsked = t_isAsked;
        t_isAsked = true;
        try
        {
            base.Load();
        }
        finally
        {
            t_isAsked = wasAsked;
        }

        _news.Tell();
    }

    public override void Load(Stream stream)
    {
        var content = ReadOnlyMemory<byte>.Empty;
        try
        {
            if (_isLoaded && Data.Count > 0 && stream is { CanSeek: true, Length: 0 })
            {
                throw new ConfigException(ConfigErrorReason.SourceUnavailable, string.Empty, $"{Source.Path}: the file had content and has none now, as if it was cut off while it was written. Write it again; if it is to have no keys, put a comment in it.");
            }

            var name = Source.Path ?? "the TOML file";
            content = TomlKeys.ReadAll(stream, name, source.MaxFileSize);
            Data = TomlKeys.Parse(content, name);
            (_isLoaded, _refused) = (true, null);
        }
        catch (Exception exception) when (_isLoaded)
        {
            // Thrown from here, the values would be dropped and the error go to a thread that nobody watches.
            Refuse(content, exception);
        }
    }

    public void UseHostLogger(ILogger logger) => _logger.UseHostLogger(logger);

    private void Refuse(ReadOnlyMemory<byte> content, Exception exception)
    {
        // Once: a logger that reloads when it is told would be told for ever.
        var refused = Convert.ToHexString(SHA256.HashData(content.Span)) + exception.Message;
        // Other values are there since: a file that went took them away.
        if (_refused is { } last && last.What == refused && ReferenceEquals(last.Values, Data))
        {
            return;
        }

        _refused = new(refused, Data);
        _news.Add(() => Say(exception), _logger.Current.ListenerFailed);

        if (!t_isAsked)
        {
            // A logger or handler that does not return holds up a thread of the pool, and not the watch.
            ThreadPool.UnsafeQueueUserWorkItem(static news => news.Tell(), _news, preferLocal: false);
        }
    }

    private void Say(Exception exception)
    {
        if (Source.OnLoadException is { } handle)
        {
            handle(new FileLoadExceptionContext { Provider = this, Exception = exception });
        }
        else
        {
            _logger.Current.TomlRefused(Source.Path ?? string.Empty, exception.Message);
        }
    }

    /// <summary>What was refused last, and the values that were there then.</summary>
    private sealed record Refusal(string What, object Values);
}
