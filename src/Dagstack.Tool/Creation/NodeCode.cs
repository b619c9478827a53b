using System.Text.Json;

namespace Dagstack.Tool.Creation;

/// <summary>The code of hooks in JavaScript.</summary>
internal static class NodeCode
{
    /// <summary>Writes what is listed.</summary>
    public static string Tools(string plugin, IReadOnlyList<ServedHook> hooks) =>
        string.Join('\n', hooks.Select(hook => $"      [{Text($"{plugin}.{hook.Name}")}, this.{Identifier(hook.Name)}, {Text(hook.Description)}, {hook.Parameters?.GetRawText() ?? "null"}, {hook.Returned.GetRawText()}],"));

    /// <summary>Writes a method for each.</summary>
    public static string Methods(IReadOnlyList<ServedHook> hooks) =>
        string.Join('\n', hooks.Select(static hook => $"\n  {Identifier(hook.Name)}(call, args) {{\n    return {JsonSerializer.Serialize(ServedHook.Least(hook.Returned))};\n  }}"));

    private static string Identifier(string name) => name is "setup" or "tools" or "name" or "version" or "config" or "health" or "teardown" or "constructor" ? name + "_" : name;

    private static string Text(string text) => JsonSerializer.Serialize(text);
}
