using Dagstack.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;

namespace Microsoft.Extensions.Configuration;

/// <summary>Adds TOML files to a configuration, as AddJsonFile does for JSON.</summary>
public static class TomlConfigurationExtensions
{
    /// <summary>Adds a TOML file that has to be there.</summary>
    /// <param name="builder">The configuration builder.</param>
    /// <param name="path">The file, relative to the builder's base path.</param>
    /// <exception cref="InvalidDataException">The file is wrong; the <see cref="ConfigException"/> within says where. A builder throws it when it is built.</exception>
    public static IConfigurationBuilder AddTomlFile(this IConfigurationBuilder builder, string path) => AddTomlFile(builder, null, path, optional: false, reloadOnChange: false);

    /// <summary>Adds a TOML file.</summary>
    /// <param name="builder">The configuration builder.</param>
    /// <param name="path">The file, relative to the builder's base path.</param>
    /// <param name="optional">Whether it may be missing.</param>
    /// <exception cref="InvalidDataException">The file is wrong; the <see cref="ConfigException"/> within says where. A builder throws it when it is built.</exception>
    public static IConfigurationBuilder AddTomlFile(this IConfigurationBuilder builder, string path, bool optional) => AddTomlFile(builder, null, path, optional, reloadOnChange: false);

    /// <summary>Adds a TOML file.</summary>
    /// <param name="builder">The configuration builder.</param>
    /// <param name="path">The file, relative to the builder's base path.</param>
    /// <param name="optional">Whether it may be missing.</param>
    /// <param name="reloadOnChange">Whether it is read again when it changes. If it is wrong then, the old values stay.</param>
    /// <exception cref="InvalidDataException">The file is wrong; the <see cref="ConfigException"/> within says where. A builder throws it when it is built.</exception>
    public static IConfigurationBuilder AddTomlFile(this IConfigurationBuilder builder, string path, bool optional, bool reloadOnChange) => AddTomlFile(builder, null, path, optional, reloadOnChange);

    /// <summary>Adds a TOML file of a file provider.</summary>
    /// <param name="builder">The configuration builder.</param>
    /// <param name="provider">The file provider, or null for that of the builder.</param>
    /// <param name="path">The file, relative to the provider's root.</param>
    /// <param name="optional">Whether it may be missing.</param>
    /// <param name="reloadOnChange">Whether it is read again when it changes. If it is wrong then, the old values stay.</param>
    /// <exception cref="InvalidDataException">The file is wrong; the <see cref="ConfigException"/> within says where. A builder throws it when it is built.</exception>
    public static IConfigurationBuilder AddTomlFile(this IConfigurationBuilder builder, IFileProvider? provider, string path, bool optional, bool reloadOnChange)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return builder.AddTomlFile(source =>
        {
            source.FileProvider = provider;
            source.Path = path;
            source.Optional = optional;
            source.ReloadOnChange = reloadOnChange;
            source.ResolveFileProvider();
        });
    }

    /// <summary>Adds a TOML file.</summary>
    /// <param name="builder">The configuration builder.</param>
    /// <param name="configureSource">Sets everything about it.</param>
    /// <exception cref="InvalidDataException">The file is wrong; the <see cref="ConfigException"/> within says where. A builder throws it when it is built.</exception>
    public static IConfigurationBuilder AddTomlFile(this IConfigurationBuilder builder, Action<TomlConfigurationSource>? configureSource) => builder.Add(configureSource);

    /// <summary>Adds TOML from a stream.</summary>
    /// <param name="builder">The configuration builder.</param>
    /// <param name="stream">The TOML. It is read when the configuration is built.</param>
    /// <exception cref="ConfigException">It is wrong. A builder throws it when it is built.</exception>
    public static IConfigurationBuilder AddTomlStream(this IConfigurationBuilder builder, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(stream);
        return builder.Add<TomlStreamConfigurationSource>(source => source.Stream = stream);
    }
}
