using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack run PATH HOOK</c>: calls a plugin once, with arguments in JSON.</summary>
internal static class RunVerb
{
    private static readonly JsonWriterOptions s_indented = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(Terminal terminal)
    {
        var path = Options.Plugin();
        var hook = new Argument<string>("HOOK") { Description = "The hook, by the name that other processes know: snake_case, as inspect lists them." };
        var args = new Option<string>("--args") { Description = "The arguments, a JSON object by the names that inspect shows; '-' reads it from standard input, '@FILE' from a file.", HelpName = "JSON", DefaultValueFactory = static _ => "{}" };
        var contract = Options.Contract();
        var command = new Command("run", "Starts a plugin, calls one of its hooks, and prints the result as JSON.") { path, hook, args, contract };
        command.SetAction((result, cancellationToken) =>
            RunAsync(result.GetRequiredValue(path), result.GetRequiredValue(hook), result.GetRequiredValue(args), result.GetValue(contract) ?? [], terminal, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string path, string name, string args, string[] contracts, Terminal terminal, CancellationToken cancellationToken)
    {
        var plugin = await OnePlugin.FindAsync(path, contracts, terminal, cancellationToken).ConfigureAwait(false);
        await using (plugin.ConfigureAwait(false))
        {
            var codec = PluginCodec.Of(plugin.Contract).For(Find(plugin, name));
            using var arguments = Read(codec, await TextOfAsync(args, cancellationToken).ConfigureAwait(false));
            try
            {
                await plugin.StartAsync(cancellationToken).ConfigureAwait(false);
                var invocation = codec.Hook.CreateInvocation();
                codec.ReadArguments(JsonSerializer.SerializeToUtf8Bytes(arguments.RootElement, ToolJson.Default.JsonElement), invocation);
                invocation.CancellationToken = cancellationToken;

                // A hook may block, and few take a token: whoever interrupts does not wait for it.
                var result = await Task.Run(() => invocation.InvokeUntypedAsync(plugin.Proxy).AsTask(), CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
                await terminal.Output.WriteLineAsync(Write(codec, result)).ConfigureAwait(false);
                return ExitCodes.Fine;
            }
            catch (Exception fault) when (fault is not PluginRegistryException && !(fault is OperationCanceledException && cancellationToken.IsCancellationRequested))
            {
                // The plugin's own, as every caller in its process meets it.
                await terminal.Error.WriteLineAsync(fault.ToString()).ConfigureAwait(false);
                return ExitCodes.Found;
            }
        }
    }

    private static HookDescriptor Find(OnePlugin plugin, string name)
    {
        var callable = plugin.Contract.Hooks.Where(static hook => hook.Shape != HookShape.Stream).ToArray();
        return Array.Find(callable, hook => hook.WireName == name || hook.Name == name)
            ?? throw new WrongUseException($"The kind '{plugin.Id.Kind}' has no hook '{name}' that can be called from here. It has: {string.Join(", ", callable.Select(static hook => hook.WireName))}.");
    }

    /// <summary>Quotes in an argument are another thing in each shell, and in none of them a pleasure.</summary>
    private static async Task<string> TextOfAsync(string args, CancellationToken cancellationToken) =>
        args == "-" ? await Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false)
        : !args.StartsWith('@') ? args
        : File.Exists(args[1..]) ? await File.ReadAllTextAsync(args[1..], cancellationToken).ConfigureAwait(false)
        : throw new WrongUseException($"There is no file '{args[1..]}', which --args names.");

    private static JsonDocument Read(HookCodec codec, string args)
    {
        JsonDocument arguments;
        try
        {
            arguments = JsonDocument.Parse(args);
        }
        catch (JsonException fault)
        {
            throw new WrongUseException($"What --args says is no JSON: {fault.Message} Write an object, as --args '{{\"text\": \"Hello\"}}' in a shell of Unix; anywhere else it is easier to put it into a file, as --args @FILE, or through a pipe, as --args -.");
        }

        var problems = codec.CheckArguments(arguments.RootElement);
        return problems.Count == 0
            ? arguments
            : throw new WrongUseException($"The arguments of '{codec.Hook.WireName}' do not fit: {string.Join(' ', problems)} Its schema: {codec.InputSchema.GetRawText()}");
    }

    private static string Write(HookCodec codec, object? result)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(written, s_indented))
        {
            codec.WriteUntypedResult(result, writer);
        }

        return System.Text.Encoding.UTF8.GetString(written.WrittenSpan);
    }
}
