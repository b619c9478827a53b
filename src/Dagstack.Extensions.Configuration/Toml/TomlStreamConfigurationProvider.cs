using Dagstack.Extensions.Configuration.Files;
using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Configuration.Toml;

/// <summary>Reads TOML from a stream, once.</summary>
internal sealed class TomlStreamConfigurationProvider(StreamConfigurationSource source) : StreamConfigurationProvider(source)
{
    public override void Load(Stream stream) => Data = TomlKeys.Read(stream, "the TOML stream", ReadLimits.FileSize);
}
