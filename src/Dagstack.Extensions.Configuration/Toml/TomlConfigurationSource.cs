using Dagstack.Extensions.Configuration.Files;
using Dagstack.Extensions.Configuration.Toml;

namespace Microsoft.Extensions.Configuration;

/// <summary>A TOML file as a source of configuration.</summary>
public sealed class TomlConfigurationSource : FileConfigurationSource
{
    /// <summary>Gets or sets how many bytes the file may have.</summary>
    /// <value>16 MiB by default.</value>
    public int MaxFileSize { get; set; } = ReadLimits.FileSize;

    /// <summary>Makes the provider of this source.</summary>
    /// <param name="builder">The configuration builder.</param>
    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);
        return new TomlConfigurationProvider(this);
    }
}
