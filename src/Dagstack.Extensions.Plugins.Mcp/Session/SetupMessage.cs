using System.Buffers;
using System.Reflection;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>What a plugin is told when it is set up.</summary>
/// <remarks>See §8.3 and §8.4 of the plugin contract.</remarks>
internal static class SetupMessage
{
    /// <summary>The resources that another process can have.</summary>
    public static readonly IReadOnlyList<string> Resources = ["clock", "rng", "tmpdir"];

    /// <summary>Gets the version of the plugin system.</summary>
    public static string Version { get; } = typeof(PluginRuntime).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <param name="context">What the host gives to the plugin.</param>
    /// <param name="isWorker">Whether it is a worker of ours, which has its section as configuration: key by key.</param>
    /// <param name="output">Where it is written.</param>
    public static void Write(PluginInstanceContext context, bool isWorker, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WritePropertyName("config");
        if (isWorker)
        {
            context.WriteConfigurationKeys(writer);
        }
        else
        {
            context.WriteConfiguration(writer);
        }

        writer.WritePropertyName("manifest");
        ManifestJson.Write(context.Plugin.Manifest, writer);
        WriteResources(context.Context.Resources, writer);
        writer.WriteStartObject("host");
        writer.WriteString("core_version", Version);
        writer.WriteString("binding", "dotnet");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
    }

    private static void WriteResources(PluginResources resources, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("resources");
        foreach (var name in Resources.Where(resources.Names.Contains))
        {
            switch (name)
            {
                case "rng" when resources.Get<Rng>(name) is { } rng:
                    // 53 bits, which are a whole number in every language.
                    writer.WriteStartObject(name);
                    writer.WriteNumber("seed", rng.NextUInt64() >> 11);
                    writer.WriteEndObject();
                    break;
                case "tmpdir" when resources.Get<TempDir>(name) is { } folder:
                    writer.WriteStartObject(name);
                    writer.WriteString("path", folder.Path);
                    writer.WriteEndObject();
                    break;
                case "clock":
                    writer.WriteStartObject(name);
                    writer.WriteEndObject();
                    break;
            }
        }

        writer.WriteEndObject();
    }
}
