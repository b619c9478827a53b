using System.Text.Json;

namespace Dagstack.Tool.Creation;

/// <summary>The code of hooks in Python.</summary>
internal static class PythonCode
{
    /// <summary>Writes what is listed.</summary>
    public static string Tools(string plugin, IReadOnlyList<ServedHook> hooks) =>
        string.Join('\n', hooks.Select(hook => $"            {Text($"{plugin}.{hook.Name}")}: (self.{Identifier(hook.Name)}, {Text(hook.Description)}, {(hook.Parameters is { } parameters ? Value(parameters) : "None")}, {Value(hook.Returned)}),"));

    /// <summary>Writes a method for each.</summary>
    public static string Methods(IReadOnlyList<ServedHook> hooks) =>
        string.Join('\n', hooks.Select(static hook => $"\n    def {Identifier(hook.Name)}(self, call, args):\n        return {Value(JsonSerializer.SerializeToElement(ServedHook.Least(hook.Returned)))}"));

    /// <summary>No hook has the name of what the class has besides.</summary>
    private static string Identifier(string name) => name is "setup" or "tools" or "name" or "version" or "config" or "health" or "teardown" || s_keywords.Contains(name) ? name + "_" : name;

    private static string Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(", ", json.EnumerateObject().Select(static one => $"{Text(one.Name)}: {Value(one.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(", ", json.EnumerateArray().Select(Value))}]",
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Null => "None",
        JsonValueKind.String => Text(json.GetString()!),
        _ => json.GetRawText(),
    };

    /// <summary>A text of JSON means the same in Python.</summary>
    private static string Text(string text) => JsonSerializer.Serialize(text);

    private static readonly HashSet<string> s_keywords = new(StringComparer.Ordinal)
    {
        "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    };
}
