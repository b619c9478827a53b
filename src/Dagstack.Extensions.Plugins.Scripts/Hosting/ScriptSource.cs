using System.Diagnostics;
using Dagstack.Extensions.Plugins.Scripts.Caching;
using Dagstack.Extensions.Plugins.Scripts.Compiling;
using Dagstack.Extensions.Plugins.Scripts.Diagnostics;
using Dagstack.Extensions.Plugins.Scripts.Texts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Scripts.Hosting;

/// <summary>Makes modules of <c>.cs</c> files: from the cache where they were compiled before, and by the compiler once for each content otherwise.</summary>
internal sealed class ScriptSource(ScriptsOptions options, IHostEnvironment? environment, IHostApplicationLifetime? lifetime, TimeProvider time, ILogger logger) : PluginModuleSource
{
    private readonly ProductionRules _rules = new(options, environment);
    private readonly ScriptKey _keys = new();
    private readonly ScriptCache _cache = new(options.UseCache ? options.CacheFolder ?? PrivateFolder.Default : null, time, logger);
    private readonly CompilerWarmUp _warmUp = new(lifetime, logger);
    private readonly Lazy<ScriptCompiler> _compiler = new(() => new(logger));
    private readonly Lock _gate = new();
    private readonly Dictionary<PluginId, MadeScript> _made = [];

    public override string Extension => ".cs";

    public override PluginRefusal? Check(PluginDescription plugin) =>
        _rules.ReasonAgainst(plugin.Id, plugin.Manifest.EntryPoint?.Module) is { } reason ? new(PluginErrorCodes.RuntimeNotSupported, $"its module {reason}") : null;

    public override string? FindComplaint(string path) => ScriptFile.ComplaintOf(path);

    public override async ValueTask<PluginModule> MakeAsync(PluginModuleContext context, CancellationToken cancellationToken)
    {
        if (_rules.ReasonAgainst(context.Id, context.Module) is { } reason)
        {
            throw new RuntimeNotSupportedException($"The module of plugin '{context.Id}' {reason} ({context.OwnFile})", context.Plugin.Manifest.Runtimes, [PluginRuntimes.InProcess], context.Id);
        }

        var source = ScriptFile.Read(context);
        var key = _keys.Of(context, source);

        // What is compiled is of use to the next attempt, also when this one is given up.
        return await Make(context, source, key).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task<PluginModule> Make(PluginModuleContext context, byte[] source, byte[] key)
    {
        lock (_gate)
        {
            if (_made.TryGetValue(context.Id, out var known) && known.IsOf(key, context.BypassCache))
            {
                return known.Module;
            }

            var cached = context.BypassCache ? null : _cache.TryRead(key);
            var module = cached is { } found ? Task.FromResult(found.Module) : CompilerThread.Run(() => Compile(context, source, key));
            _made[context.Id] = new(key, module, cached is not null);
            if (cached is not null)
            {
                logger.FromCache(context.OwnFile, context.Id, cached.Value.Entry);
                WarmUp(context, source);
            }

            return module;
        }
    }

    private PluginModule Compile(PluginModuleContext context, byte[] source, byte[] key)
    {
        var began = Stopwatch.GetTimestamp();
        _warmUp.Skip();
        var module = _compiler.Value.Compile(context, source);
        logger.Compiled(context.OwnFile, context.Id, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        if (!context.BypassCache)
        {
            _cache.Write(key, module);
        }

        return module;
    }

    private void WarmUp(PluginModuleContext context, byte[] source)
    {
        if (context.IsWatched)
        {
            _warmUp.Request(() => _compiler.Value.Compile(context, source));
        }
    }
}
