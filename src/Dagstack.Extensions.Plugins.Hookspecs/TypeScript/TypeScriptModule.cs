using System.Text;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.TypeScript;

/// <summary>Writes a kind as a module of TypeScript: schemas of zod 4 with their types, and the interface that a plugin has.</summary>
internal static class TypeScriptModule
{
    /// <summary>Writes the module.</summary>
    /// <param name="spec">The kind.</param>
    /// <returns>The text of the module, with <c>\n</c> at the end of each line: the same text for the same kind.</returns>
    public static string Write(Hookspec spec)
    {
        var plugin = Names.Pascal(spec.Kind) + "Plugin";
        var plan = TypePlan.Of(spec, [.. TypeScriptText.Reserved, plugin]);
        var helpers = new ZodHelpers();
        var declarations = string.Concat(plan.Declarations.Select(declaration => new TypeScriptDeclaration(plan, helpers).Write(declaration) + "\n"));
        return $$"""
            {{TypeScriptText.Comment(Header(spec), string.Empty)}}import { z } from "zod";

            export const KIND_NAME = {{TypeScriptText.Literal(spec.Kind)}} as const;
            export const KIND_API_VERSION = {{TypeScriptText.Literal(spec.ApiVersion)}} as const;


            """ + helpers.Write() + declarations + Tables(spec) + Interface(spec, plan, plugin);
    }

    private static string Header(Hookspec spec) => $"""
        AUTO-GENERATED. Do not edit.

        Source: kinds/{spec.Kind}/v{spec.Major}.yaml
        Kind:   {spec.Kind}
        API:    {spec.ApiVersion}

        {spec.Description}
        """;

    private static string Tables(Hookspec spec) => $$"""
        /** Who is called, for each hook. */
        export const HOOK_DISPATCH = {
        {{string.Concat(spec.Hooks.Select(static hook => $"  {hook.Name}: \"{DispatchNames.Of(hook.Dispatch)}\",\n"))}}} as const;

        /** Which hooks may cross a process. */
        export const HOOK_MCP_EXPOSED = {
        {{string.Concat(spec.Hooks.Select(static hook => $"  {hook.Name}: {(hook.IsExposed ? "true" : "false")},\n"))}}} as const;


        """;

    private static string Interface(Hookspec spec, TypePlan plan, string name)
    {
        var text = new StringBuilder($"/** What a plugin of the kind {spec.Kind} has, in version {spec.ApiVersion}. */\nexport interface {name} {{\n");
        foreach (var hook in spec.Hooks)
        {
            var payload = hook.Input is { } input && !new PayloadFile(input.File, input.Schema).IsEmpty ? $"payload: {plan.NameOf(input)}" : string.Empty;
            text.Append(TypeScriptText.Comment($"Dispatch: {DispatchNames.Of(hook.Dispatch)}.\n\n{hook.Description}", "  "))
                .Append("  ").Append(hook.Name).Append('(').Append(payload).Append("): ").Append(hook.Output is { } output ? plan.NameOf(output) : "void").Append(";\n");
        }

        return text.Append("}\n").ToString();
    }
}
