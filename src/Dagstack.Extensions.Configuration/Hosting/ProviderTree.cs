using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Configuration.Hosting;

/// <summary>The providers of a configuration, with those of configurations within it.</summary>
internal static class ProviderTree
{
    /// <summary>Finds all, the last added first.</summary>
    public static IEnumerable<IConfigurationProvider> Of(IConfiguration configuration) =>
        (configuration as IConfigurationRoot)?.Providers.Reverse().SelectMany(static provider => provider is ChainedConfigurationProvider chained ? Of(chained.Configuration) : [provider]) ?? [];
}
