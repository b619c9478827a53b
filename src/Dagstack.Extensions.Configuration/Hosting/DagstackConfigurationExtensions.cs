using Dagstack.Extensions.Configuration;
using Dagstack.Extensions.Configuration.Hosting;

namespace Microsoft.Extensions.Configuration;

/// <summary>Adds dagstack configuration files to a configuration.</summary>
public static class DagstackConfigurationExtensions
{
    /// <summary>Adds a file and its layers beside it: <c>app-config.yaml</c>, <c>app-config.local.yaml</c>, and <c>app-config.&lt;env&gt;.yaml</c> for the variable <c>DAGSTACK_ENV</c>.</summary>
    /// <param name="builder">The configuration builder.</param>
    /// <param name="path">The base file, with the extension .yaml, .yml, .json or .toml. A relative path starts from the builder's base path.</param>
    /// <exception cref="ConfigException">A file is missing, cannot be read, or is wrong. A <see cref="ConfigurationManager"/> loads at once; a builder, when it is built.</exception>
    public static IConfigurationBuilder AddDagstackConfig(this IConfigurationBuilder builder, string path) => AddDagstackConfig(builder, path, null);

    /// <summary>Adds a file and its layers beside it: <c>app-config.yaml</c>, <c>app-config.local.yaml</c>, and <c>app-config.&lt;env&gt;.yaml</c> for the variable <c>DAGSTACK_ENV</c>.</summary>
    /// <param name="builder">The configuration builder.</param>
    /// <param name="path">The base file, with the extension .yaml, .yml, .json or .toml. A relative path starts from the builder's base path.</param>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="ConfigException">A file is missing, cannot be read, or is wrong. A <see cref="ConfigurationManager"/> loads at once; a builder, when it is built.</exception>
    public static IConfigurationBuilder AddDagstackConfig(this IConfigurationBuilder builder, string path, Action<DagstackConfigOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return builder.Add(new DagstackConfigSource(path, configure));
    }

    /// <summary>Returns the typed view of the dagstack files of a configuration.</summary>
    /// <param name="configuration">A configuration with <see cref="AddDagstackConfig(IConfigurationBuilder, string)"/>; of several calls, the last counts.</param>
    /// <returns>A view that lives as long as the configuration. Disposing it does nothing.</returns>
    /// <exception cref="InvalidOperationException">The configuration has no such files.</exception>
    public static DagstackConfig GetDagstackConfig(this IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var provider = ProviderTree.Of(configuration).OfType<DagstackConfigProvider>().FirstOrDefault()
            ?? throw new InvalidOperationException("This configuration has no dagstack files. Add them: builder.Configuration.AddDagstackConfig(\"app-config.yaml\").");
        return new(provider.Engine, isOwner: false);
    }
}
