using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.Contracts;

/// <summary>Makes the files of what goes into hooks and comes out, in the shape of the public ones.</summary>
internal sealed class ContractPayloads(string kind, string major)
{
    public HookspecPayload Input(HookCodec codec, MethodInfo method)
    {
        var said = codec.TakesObject ? codec.Hook.Parameters[0].Type.GetCustomAttribute<JsonSchemaAttribute>(inherit: false) : null;
        return Create(codec.ContractInputSchema, codec.Hook.WireName, "input", [method.GetCustomAttribute<JsonSchemaAttribute>(), said]);
    }

    public HookspecPayload? Output(HookCodec codec, MethodInfo method)
    {
        if (codec.ContractOutputSchema is not { } schema)
        {
            return null;
        }

        var type = codec.Hook.ChainValueType ?? codec.Hook.ResultType;
        return Create(schema, codec.Hook.WireName, "output", [method.ReturnParameter.GetCustomAttribute<JsonSchemaAttribute>(), type.GetCustomAttribute<JsonSchemaAttribute>(inherit: false)]);
    }

    private HookspecPayload Create(JsonElement schema, string hook, string direction, JsonSchemaAttribute?[] said)
    {
        var stem = said.FirstOrDefault(static attribute => attribute?.Name is not null)?.Name ?? $"{hook}.{direction}";
        var omitted = said.SelectMany(static attribute => attribute?.Omit ?? []).ToHashSet(StringComparer.Ordinal);
        var written = JsonObject.Create(schema)!;
        if (omitted.Contains("$schema"))
        {
            written.Remove("$schema");
        }

        var named = new JsonObject();
        Move(written, named, "$schema");
        Move(written, named, "$id", omitted, PayloadNames.Id(kind, major, stem));
        Move(written, named, "title", omitted, $"{kind}.{hook} {direction}");
        foreach (var keyword in written.Select(static pair => pair.Key).ToList())
        {
            Move(written, named, keyword);
        }

        return new() { File = PayloadNames.File(stem), Schema = JsonText.Element(named) };
    }

    private static void Move(JsonObject from, JsonObject to, string keyword, HashSet<string>? omitted = null, string? otherwise = null)
    {
        if (from.TryGetPropertyValue(keyword, out var value))
        {
            from.Remove(keyword);
            to[keyword] = value;
        }
        else if (otherwise is not null && !omitted!.Contains(keyword))
        {
            to[keyword] = otherwise;
        }
    }
}
