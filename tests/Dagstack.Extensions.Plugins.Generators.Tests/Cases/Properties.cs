using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Dagstack.Extensions.Plugins;

namespace Acme;

[PluginKind("settings")]
internal interface ISettings
{
    string Name { get; }

    int Level { set; }

    string? Title { get; set; }

    [Hook(Idempotent = true, Name = "half")]
    double Share { get; set; }

    [Hook(Name = "only")]
    int Only { get; }

    int Mixed
    {
        [Hook(Exposed = false)]
        get;

        [Hook(Idempotent = true, Name = "remix")]
        set;
    }

    [IndexerName("Entry")]
    string this[int index] { get; set; }

    [IndexerName("Entry")]
    [Hook(Name = "by_key")]
    string? this[string key, int offset = 1] { get; }

    [IndexerName("Entry")]
    [Hook(Name = "put")]
    int this[params char[] keys] { set; }
}

internal sealed class Settings : ISettings
{
    private readonly Dictionary<int, string> _entries = new();
    private int _level;

    public string Name => "level " + _level;

    public int Level
    {
        set => _level = value < 0 ? throw new ArgumentOutOfRangeException(nameof(value)) : value;
    }

    public string? Title { get; set; }

    public double Share { get; set; }

    public int Only => 1;

    public int Mixed { get; set; }

    [IndexerName("Entry")]
    public string this[int index]
    {
        get => _entries[index];
        set => _entries[index] = value;
    }

    [IndexerName("Entry")]
    public string? this[string key, int offset] => key.Length > 1 ? key[offset..] : null;

    [IndexerName("Entry")]
    public int this[params char[] keys]
    {
        set => _entries[value] = new string(keys);
    }
}

internal static class Calls
{
    public static Task Run(ISettings it, Log log)
    {
        log.Get(() => it.Name);
        log.Do(() => it.Level = 4);
        log.Get(() => it.Name);
        log.Do(() => it.Level = -4);
        log.Get(() => it.Title);
        log.Do(() => it.Title = "t");
        log.Get(() => it.Title);
        log.Do(() => it.Title = null);
        log.Do(() => it.Share = 0.5);
        log.Get(() => it.Share);
        log.Get(() => it.Only);
        log.Do(() => it.Mixed += 2);
        log.Do(() => it[3] = "three");
        log.Get(() => it[3]);
        log.Get(() => it[4]);
        log.Get(() => it["abc", 2]);
        log.Get(() => it["abc"]);
        log.Get(() => it["a"]);
        log.Do(() => it['x', 'y'] = 5);
        log.Get(() => it[5]);
        return Task.CompletedTask;
    }
}
