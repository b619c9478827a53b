using System.Buffers;
using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>The tools of a server of the kind <c>tool</c> as functions.</summary>
/// <remarks>See §8.2 of the plugin contract.</remarks>
internal sealed class ToolFunctions
{
    private readonly Dictionary<string, WireTool> _byName = new(StringComparer.Ordinal);
    private readonly ToolFilter _filter;

    /// <param name="plugin">The plugin.</param>
    /// <param name="tools">What its server lists.</param>
    /// <param name="filter">Which functions the host may see.</param>
    public ToolFunctions(PluginId plugin, ToolTable tools, ToolFilter filter)
    {
        (Tools, _filter) = (tools, filter);
        var execute = $"tool.{plugin.Name}.execute";
        Execute = tools.Find(execute);
        IsForeign = !tools.Names.Any(static name => name.StartsWith("tool.", StringComparison.Ordinal) || name.StartsWith(ReservedTools.Prefix, StringComparison.Ordinal));
        foreach (var tool in tools.Tools)
        {
            var name = ToolTable.NameOf(tool);
            var function = IsForeign ? name : name.StartsWith(execute + ".", StringComparison.Ordinal) ? name[(execute.Length + 1)..] : null;
            if (function is { Length: > 0 } && filter.Allows(function))
            {
                _byName.TryAdd(function, tool);
            }
        }
    }

    /// <summary>Gets what was listed.</summary>
    public ToolTable Tools { get; }

    /// <summary>Gets a value indicating whether the server knows nothing of the contract: each of its tools is a function.</summary>
    public bool IsForeign { get; }

    /// <summary>Gets the tool that takes the name of a function and its arguments, if the server has it.</summary>
    public WireTool? Execute { get; }

    public IEnumerable<string> Names => _byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>Tells whether a contract is that of tools, whose hooks are served in a way of their own.</summary>
    public static bool IsToolKind(PluginContract contract) => contract.InterfaceType == typeof(ITool);

    public WireTool? Find(string function) => _byName.GetValueOrDefault(function);

    /// <summary>Writes what the hook <c>get_schema</c> returns.</summary>
    public void WriteSchemas(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartArray();
        foreach (var (function, tool) in _byName)
        {
            WriteSchema(writer, function, tool.Description, tool.InputSchema);
        }

        if (_byName.Count == 0 && Execute is not null)
        {
            WriteChoices(writer, Execute.InputSchema);
        }

        writer.WriteEndArray();
        writer.Flush();
    }

    /// <summary>A tool that takes the function as an argument says which there are by the choices of that argument.</summary>
    private void WriteChoices(Utf8JsonWriter writer, JsonElement schema)
    {
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            && properties.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object
            && function.TryGetProperty("enum", out var choices) && choices.ValueKind == JsonValueKind.Array)
        {
            foreach (var choice in choices.EnumerateArray().Where(static choice => choice.ValueKind == JsonValueKind.String).Select(static choice => choice.GetString()!).Where(_filter.Allows))
            {
                WriteSchema(writer, choice, description: null, JsonElement.Parse("""{"type":"object"}"""));
            }
        }
    }

    private static void WriteSchema(Utf8JsonWriter writer, string name, string? description, JsonElement parameters)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("description", description ?? string.Empty);
        writer.WritePropertyName("parameters");
        parameters.WriteTo(writer);
        writer.WriteEndObject();
    }
}
