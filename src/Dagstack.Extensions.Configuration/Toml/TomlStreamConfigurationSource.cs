using Dagstack.Extensions.Configuration.Toml;

namespace Microsoft.Extensions.Configuration;

/// <summary>TOML from a stream as a source of configuration.</summary>
public sealed class TomlStreamConfigurationSource : StreamConfigurationSource
{
    /// <summary>Makes the provider of this source.</summary>
    /// <param name="builder">The configuration builder.</param>
    public override IConfigurationProvider Build(IConfigurationBuilder builder) => new TomlStreamConfigurationProvider(this);
}
