using System.Text;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.Markdown;

/// <summary>Writes a kind as a page for people.</summary>
internal static class MarkdownPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="spec">The kind.</param>
    /// <returns>The text of the page, with <c>\n</c> at the end of each line: the same text for the same kind.</returns>
    public static string Write(Hookspec spec)
    {
        var text = new StringBuilder($"""
            <!--
            AUTO-GENERATED. Do not edit.

            Source: kinds/{spec.Kind}/v{spec.Major}.yaml
            Kind:   {spec.Kind}
            API:    {spec.ApiVersion}
            -->

            # {spec.Kind}

            Version {spec.ApiVersion} of the kind {MarkdownText.Code(spec.Kind)}.


            """);
        text.Append(MarkdownText.Paragraph(spec.Description)).Append(Constraints(spec)).Append("## Hooks\n\n")
            .Append(MarkdownText.Row("Hook", "Dispatch", "Input", "Output", "Tool")).Append("| --- | --- | --- | --- | --- |\n");
        foreach (var hook in spec.Hooks)
        {
            text.Append(MarkdownText.Row($"[{hook.Name}](#{hook.Name})", DispatchNames.Of(hook.Dispatch), File(hook.Input), File(hook.Output), hook.IsExposed ? MarkdownText.Code(Tool(spec, hook)) : "no"));
        }

        return $"{text.Append('\n').AppendJoin(string.Empty, spec.Hooks.Select(hook => Hook(spec, hook))).ToString().TrimEnd('\n')}\n";
    }

    private static string Constraints(Hookspec spec)
    {
        var lines = (spec.InProcessOnly ? "- Its plugins run in the process of the host only (`in_process_only`).\n" : string.Empty)
            + (spec.SingletonPerRuntime ? "- One plugin of the kind serves at a time (`singleton_per_runtime`).\n" : string.Empty);
        return lines.Length == 0 ? string.Empty : lines + "\n";
    }

    private static string File(HookspecPayload? payload) => payload is null ? "nothing" : MarkdownText.Code(payload.File);

    private static string Tool(Hookspec spec, HookspecHook hook)
    {
        var template = hook.ToolNameTemplate ?? (spec.Kind == "tool" && hook.Name == "execute" ? "{kind}.{plugin}.{hook}.{function}" : "{kind}.{plugin}.{hook}");
        return template.Replace("{kind}", spec.Kind, StringComparison.Ordinal).Replace("{hook}", hook.Name, StringComparison.Ordinal);
    }

    private static string Hook(Hookspec spec, HookspecHook hook)
    {
        var text = new StringBuilder("## ").Append(hook.Name).Append("\n\nDispatch: ").Append(DispatchNames.Of(hook.Dispatch)).Append(". ").Append(hook.Dispatch switch
        {
            DispatchClass.Singleton => "One plugin is called: the active one.",
            DispatchClass.BroadcastCollect => hook.IsBestEffort ? "All plugins are called, and what they return is collected; errors are collected too." : "All plugins are called, and what they return is collected; the first error ends it.",
            DispatchClass.BroadcastNotify => "All plugins are told, and nobody waits for a result.",
            DispatchClass.Chain => "Each plugin is given what the one before it returned.",
            _ => "The plugin that can do it is called.",
        }).Append("\n\n").Append(MarkdownText.Paragraph(hook.Description))
            .Append(hook.IsExposed ? $"As a tool: {MarkdownText.Code(Tool(spec, hook))}.\n\n" : "It is no tool: it stays in the process of the host.\n\n");
        return text.Append(Payload("Input", hook.Input, "Nothing goes in.")).Append(hook.Output is { } output && output.File == hook.Input?.File ? "### Output\n\nAs the input.\n\n" : Payload("Output", hook.Output, "Nothing comes out.")).ToString();
    }

    private static string Payload(string title, HookspecPayload? payload, string nothing)
    {
        var heading = $"### {title}\n\n";
        if (payload is null)
        {
            return $"{heading}{nothing}\n\n";
        }

        var file = new PayloadFile(payload.File, payload.Schema);
        var example = PayloadExample.Find(file) is { } value ? $"For example:\n\n```json\n{MarkdownText.Indented(value)}\n```\n\n" : string.Empty;
        return $"{heading}{MarkdownFields.Write(new(file, string.Empty, file.Schema))}{example}";
    }
}
