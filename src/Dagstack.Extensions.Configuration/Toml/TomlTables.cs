using Dagstack.Extensions.Configuration.Files;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Toml;

/// <summary>Finds and makes the tables that headers and dotted keys name, and refuses what is defined twice (TOML §Table, §Keys).</summary>
internal sealed class TomlTables(ReadContext context)
{
    private readonly Dictionary<ConfigNode, TomlOrigin> _origins = new(ReferenceEqualityComparer.Instance);

    /// <summary>The table of <c>[a.b]</c> or a new item of <c>[[a.b]]</c>. The context's path is that of the table afterwards.</summary>
    public ConfigMap OpenHeader(ConfigMap root, List<TomlKey> keys, bool isArray)
    {
        var table = root;
        for (var i = 0; i < keys.Count - 1; i++)
        {
            table = Through(table, keys[i]);
        }

        return isArray ? AddItem(table, keys[^1]) : Define(table, keys[^1]);
    }

    /// <summary>The table that a dotted key puts its value in. The context's path is that of the table afterwards.</summary>
    public ConfigMap OpenDotted(ConfigMap table, List<TomlKey> keys)
    {
        for (var i = 0; i < keys.Count - 1; i++)
        {
            var key = keys[i];
            context.Enter(key.Text);
            if (!table.TryGet(key.Text, out var existing))
            {
                table = Add(table, key, TomlOrigin.Dotted);
                continue;
            }

            if (existing is not ConfigMap map || !_origins.TryGetValue(map, out var origin) || origin == TomlOrigin.Header)
            {
                throw Refuse(existing, key, $"so a dotted key may not add to it. Put the key where {(existing is ConfigMap ? "the table" : "it")} is defined");
            }

            _origins[map] = TomlOrigin.Dotted;
            table = map;
        }

        return table;
    }

    // A part of a header before the last: any table but an inline one, and of an array of tables the last item.
    private ConfigMap Through(ConfigMap table, TomlKey key)
    {
        context.Enter(key.Text);
        if (!table.TryGet(key.Text, out var existing))
        {
            return Add(table, key, TomlOrigin.Implicit);
        }

        if (_origins.TryGetValue(existing, out var origin))
        {
            if (origin != TomlOrigin.ArrayOfTables)
            {
                return (ConfigMap)existing;
            }

            var items = ((ConfigList)existing).Items;
            context.Enter(items.Count - 1);
            return (ConfigMap)items[^1];
        }

        throw Refuse(existing, key, "so a header may not add to it. Write it all in one place");
    }

    private ConfigMap Define(ConfigMap table, TomlKey key)
    {
        context.Enter(key.Text);
        if (!table.TryGet(key.Text, out var existing))
        {
            return Add(table, key, TomlOrigin.Header);
        }

        if (_origins.TryGetValue(existing, out var origin) && origin == TomlOrigin.Implicit)
        {
            _origins[existing] = TomlOrigin.Header;
            return (ConfigMap)existing;
        }

        throw Refuse(existing, key, origin == TomlOrigin.ArrayOfTables && existing is ConfigList && _origins.ContainsKey(existing)
            ? "with two brackets. Write [[ ]] for another item"
            : "so this table is there twice. Put all of its keys in one place");
    }

    private ConfigMap AddItem(ConfigMap table, TomlKey key)
    {
        context.Enter(key.Text);
        if (!table.TryGet(key.Text, out var existing))
        {
            existing = new ConfigList(context.File, key.Line, key.Column);
            context.Count(1, key.Line, key.Column);
            _origins.Add(existing, TomlOrigin.ArrayOfTables);
            table.TryAdd(key.Text, existing);
        }
        else if (!_origins.TryGetValue(existing, out var origin) || origin != TomlOrigin.ArrayOfTables)
        {
            throw Refuse(existing, key, "so [[ ]] may not add an item. Write all items with [[ ]], or all in one place");
        }

        var list = (ConfigList)existing;
        context.Enter(list.Items.Count);
        context.CheckDepth(key.Line, key.Column);
        context.Count(1, key.Line, key.Column);
        var item = new ConfigMap(context.File, key.Line, key.Column);
        _origins.Add(item, TomlOrigin.Header);
        list.Add(item);
        return item;
    }

    private ConfigMap Add(ConfigMap table, TomlKey key, TomlOrigin origin)
    {
        context.CheckDepth(key.Line, key.Column);
        context.Count(1, key.Line, key.Column);
        var map = new ConfigMap(context.File, key.Line, key.Column);
        _origins.Add(map, origin);
        table.TryAdd(key.Text, map);
        return map;
    }

    private ReadFault Refuse(ConfigNode existing, TomlKey key, string remedy) =>
        context.Fault($"this is {existing.Description} already, defined in line {existing.Line}, {remedy}.", key.Line, key.Column);
}
