using Dagstack.Extensions.Configuration.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Configuration.Toml;

/// <summary>Reads a TOML file when the configuration is built and, if asked to, when it changes.</summary>
/// <remarks>Unlike the JSON provider it keeps its values when a changed file is wrong.</remarks>
internal sealed class TomlConfigurationProvider(TomlConfigurationSource source) : FileConfigurationProvider(source), IHostLogged
{
    private readonly LateLogger _logger = new(source.Logger);
    private bool _isLoaded;

    public override void Load(Stream stream)
    {
        try
        {
            if (_isLoaded && Data.Count > 0 && stream is { CanSeek: true, Length: 0 })
            {
                throw new ConfigException(ConfigErrorReason.SourceUnavailable, string.Empty, $"{Source.Path}: the file had content and has none now, as if it was cut off while it was written. Write it again; if it is to have no keys, put a comment in it.");
            }

            Data = TomlKeys.Read(stream, Source.Path ?? "the TOML file", source.MaxFileSize);
            _isLoaded = true;
        }
        catch (ConfigException exception) when (_isLoaded)
        {
            // Thrown from here, the values would be dropped and the error go to a thread that nobody watches.
            if (Source.OnLoadException is { } handle)
            {
                handle(new FileLoadExceptionContext { Provider = this, Exception = exception });
            }
            else
            {
                _logger.Current.TomlRefused(Source.Path ?? string.Empty, exception.Message);
            }
        }
    }

    public void UseHostLogger(ILogger logger) => _logger.UseHostLogger(logger);
}
