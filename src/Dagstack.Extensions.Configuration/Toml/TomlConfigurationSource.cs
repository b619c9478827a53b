using Dagstack.Extensions.Configuration.Files;
using Dagstack.Extensions.Configuration.Toml;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.Configuration;

/// <summary>A TOML file as a source of configuration.</summary>
public sealed class TomlConfigurationSource : FileConfigurationSource
{
    /// <summary>Gets or sets how many bytes the file may have.</summary>
    /// <value>16 MiB by default.</value>
    public int MaxFileSize { get; set; } = ReadLimits.FileSize;

    /// <summary>Gets or sets where the warning goes that a changed file was refused, unless <see cref="FileConfigurationSource.OnLoadException"/> is set.</summary>
    /// <value>Null by default: with <c>services.AddDagstackConfig()</c> it goes to the host's logs, and before or without it to <see cref="System.Diagnostics.Trace"/>.</value>
    public ILogger? Logger { get; set; }

    /// <summary>Makes the provider of this source.</summary>
    /// <param name="builder">The configuration builder.</param>
    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);
        return new TomlConfigurationProvider(this);
    }
}
