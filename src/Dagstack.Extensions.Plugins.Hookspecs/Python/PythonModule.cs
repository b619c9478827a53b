using System.Text;
using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.Python;

/// <summary>Writes a kind as a module of Python: models of pydantic 2, and the protocol that a plugin has.</summary>
internal static class PythonModule
{
    /// <summary>Writes the module.</summary>
    /// <param name="spec">The kind.</param>
    /// <returns>The text of the module, with <c>\n</c> at the end of each line: the same text for the same kind.</returns>
    public static string Write(Hookspec spec)
    {
        var plugin = Names.Pascal(spec.Kind) + "Plugin";
        var plan = TypePlan.Of(spec, [.. PythonNames.Reserved, plugin]);
        var body = $"{Declarations(plan)}{Tables(spec)}{PythonProtocol.Write(spec, plan, plugin)}";
        return $"""
            {Header(spec)}
            from __future__ import annotations

            {Imports(body)}

            KIND_NAME = {PythonText.Literal(spec.Kind)}
            KIND_API_VERSION = {PythonText.Literal(spec.ApiVersion)}



            """ + body;
    }

    private static string Header(Hookspec spec) => PythonText.Docstring($"""
        AUTO-GENERATED. Do not edit.

        Source: kinds/{spec.Kind}/v{spec.Major}.yaml
        Kind:   {spec.Kind}
        API:    {spec.ApiVersion}

        {spec.Description}
        """, string.Empty);

    private static string Imports(string body)
    {
        var typing = Used(body, "Annotated", "Any", "Literal").Concat(["Protocol", "runtime_checkable"]);
        var pydantic = Used(body, "BaseModel", "ConfigDict", "Field").ToList();
        var lines = new List<string> { $"from typing import {string.Join(", ", typing)}" };
        var packages = new List<string>();
        if (pydantic.Count > 0)
        {
            packages.Add($"from pydantic import {string.Join(", ", pydantic)}");
        }

        if (Used(body, "TypeAliasType").Any())
        {
            packages.Add("from typing_extensions import TypeAliasType");
        }

        return string.Join('\n', packages.Count == 0 ? lines : [.. lines, string.Empty, .. packages]);
    }

    private static IEnumerable<string> Used(string body, params IEnumerable<string> names) => names.Where(name => Regex.IsMatch(body, $"\\b{name}\\b", RegexOptions.CultureInvariant));

    private static string Declarations(TypePlan plan)
    {
        var types = new PythonTypes(plan, looksAround: false);
        var writer = new PythonClass(new(plan, looksAround: true), plan.Declarations.Select(static declaration => declaration.Name).ToHashSet(StringComparer.Ordinal));
        var text = new StringBuilder();
        foreach (var declaration in plan.Declarations)
        {
            text.Append(declaration.IsObject ? writer.Write(declaration) : Alias(declaration, types)).Append("\n\n");
        }

        var open = plan.Declarations.Where(static declaration => declaration.IsObject && declaration.Ahead.Count > 0).Select(static declaration => $"{declaration.Name}.model_rebuild()\n").ToList();
        return open.Count == 0 ? text.ToString() : text.AppendJoin(string.Empty, open).Append("\n\n").ToString();
    }

    private static string Alias(Declaration declaration, PythonTypes types)
    {
        var type = types.Within(declaration.Place).Whole;
        var comment = declaration.Place.Description is { } description ? PythonText.Comment(description) : string.Empty;
        return declaration.Ahead.Count == 0 ? $"{comment}{declaration.Name} = {type}\n" : $"{comment}{declaration.Name} = TypeAliasType({PythonText.Literal(declaration.Name)}, {PythonText.Literal(type)})\n";
    }

    private static string Tables(Hookspec spec) => $$"""
        # Who is called, for each hook.
        HOOK_DISPATCH: dict[str, str] = {
        {{string.Concat(spec.Hooks.Select(static hook => $"    \"{hook.Name}\": \"{DispatchNames.Of(hook.Dispatch)}\",\n"))}}}

        # Which hooks may cross a process.
        HOOK_MCP_EXPOSED: dict[str, bool] = {
        {{string.Concat(spec.Hooks.Select(static hook => $"    \"{hook.Name}\": {(hook.IsExposed ? "True" : "False")},\n"))}}}



        """;
}
