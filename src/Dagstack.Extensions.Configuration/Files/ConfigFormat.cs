namespace Dagstack.Extensions.Configuration;

internal enum ConfigFormat
{
    Yaml,
    Json,
    Toml,
}
