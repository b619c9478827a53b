namespace Dagstack.Extensions.Shared;

/// <summary>Finds and makes the tables that headers and dotted keys name, and refuses what is defined twice (TOML §Table, §Keys).</summary>
internal sealed class TomlTables<TNode>(TreeBuilder<TNode> builder)
    where TNode : class
{
    private readonly Dictionary<TNode, (TomlOrigin Origin, int HeaderLine)> _origins = new(ReferenceEqualityComparer.Instance);

    /// <summary>The table of <c>[a.b]</c> or a new item of <c>[[a.b]]</c>. The builder's path is that of the table afterwards.</summary>
    /// <param name="root">The root.</param>
    /// <param name="keys">The parts of the header.</param>
    /// <param name="isArray">Whether it has two brackets.</param>
    /// <param name="start">Where it begins.</param>
    public TNode OpenHeader(TNode root, List<TomlKey> keys, bool isArray, (int Line, int Column) start)
    {
        var table = root;
        for (var i = 0; i < keys.Count - 1; i++)
        {
            table = Through(table, keys[i], start);
        }

        return isArray ? AddItem(table, keys[^1], start) : Define(table, keys[^1], start);
    }

    /// <summary>The table that a dotted key puts its value in. The builder's path is that of the table afterwards.</summary>
    public TNode OpenDotted(TNode table, List<TomlKey> keys)
    {
        (TNode, int)? firstOfHeaders = null;
        for (var i = 0; i < keys.Count - 1; i++)
        {
            var key = keys[i];
            builder.Enter(key.Text, key.Line, key.Column);
            if (builder.Find(table, key.Text) is not { } existing)
            {
                table = Add(table, key, TomlOrigin.Dotted);
                continue;
            }

            var isKnown = _origins.TryGetValue(existing, out var known);
            if (isKnown && known.Origin != TomlOrigin.Dotted)
            {
                firstOfHeaders ??= (existing, builder.Depth);
            }

            if (!isKnown || known.Origin is TomlOrigin.Header or TomlOrigin.ArrayOfTables)
            {
                var kind = isKnown ? TomlConflictKind.DottedIntoHeader : TomlConflictKind.DottedIntoValue;
                table = builder.Refuse(new(kind, key, existing) { Start = (keys[0].Line, keys[0].Column), HeaderLine = known.HeaderLine, FirstOfHeaders = firstOfHeaders });
                continue;
            }

            _origins[existing] = (TomlOrigin.Dotted, 0);
            table = existing;
        }

        return table;
    }

    // A part of a header before the last: any table but an inline one, and of an array of tables the last item.
    private TNode Through(TNode table, TomlKey key, (int Line, int Column) start)
    {
        builder.Enter(key.Text, key.Line, key.Column);
        if (builder.Find(table, key.Text) is not { } existing)
        {
            return Add(table, key, TomlOrigin.Implicit);
        }

        if (!_origins.TryGetValue(existing, out var known))
        {
            return builder.Refuse(new(TomlConflictKind.HeaderIntoValue, key, existing) { Start = start });
        }

        if (known.Origin != TomlOrigin.ArrayOfTables)
        {
            return existing;
        }

        builder.Enter(builder.Count(existing) - 1);
        return builder.Last(existing);
    }

    private TNode Define(TNode table, TomlKey key, (int Line, int Column) start)
    {
        builder.Enter(key.Text, key.Line, key.Column);
        if (builder.Find(table, key.Text) is not { } existing)
        {
            return Add(table, key, TomlOrigin.Header);
        }

        var isKnown = _origins.TryGetValue(existing, out var known);
        if (isKnown && known.Origin == TomlOrigin.Implicit)
        {
            _origins[existing] = (TomlOrigin.Header, key.Line);
            return existing;
        }

        var kind = !isKnown ? TomlConflictKind.TableOfValue
            : known.Origin == TomlOrigin.Dotted ? TomlConflictKind.TableOfDotted
            : known.Origin == TomlOrigin.ArrayOfTables ? TomlConflictKind.TableOfArray
            : TomlConflictKind.TableTwice;
        return builder.Refuse(new(kind, key, existing) { Start = start, HeaderLine = known.HeaderLine });
    }

    private TNode AddItem(TNode table, TomlKey key, (int Line, int Column) start)
    {
        builder.Enter(key.Text, key.Line, key.Column);
        if (builder.Find(table, key.Text) is not { } list)
        {
            list = builder.List(key.Line, key.Column);
            _origins.Add(list, (TomlOrigin.ArrayOfTables, key.Line));
            builder.TryAdd(table, key.Text, list);
        }
        else if (!_origins.TryGetValue(list, out var known) || known.Origin != TomlOrigin.ArrayOfTables)
        {
            return builder.Refuse(new(TomlConflictKind.ItemOfOther, key, list) { Start = start, HeaderLine = known.HeaderLine });
        }

        builder.Enter(builder.Count(list));
        builder.CheckDepth(builder.Depth, key.Line, key.Column);
        var item = builder.Table(key.Line, key.Column);
        _origins.Add(item, (TomlOrigin.Header, key.Line));
        builder.Add(list, item);
        return item;
    }

    private TNode Add(TNode table, TomlKey key, TomlOrigin origin)
    {
        builder.CheckDepth(builder.Depth, key.Line, key.Column);
        var added = builder.Table(key.Line, key.Column);
        _origins.Add(added, (origin, key.Line));
        builder.TryAdd(table, key.Text, added);
        return added;
    }
}
