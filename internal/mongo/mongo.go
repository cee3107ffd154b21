// Package mongo keeps journals, rows and accounts in a MongoDB database, for when
// one machine is not enough. It needs no multi-document transaction, so it runs on
// a single server, a replica set, a sharded cluster, and on servers that speak
// MongoDB's protocol.
//
// The commit point of an append is one insert (see commit); its rows follow, each
// a full after-image guarded by the seq that wrote it. Where a crash came between,
// whoever finds the stream next completes them (see settle), so an acknowledged
// entry is never lost and never half seen. It decides nothing: no rule and no
// right lives here.
package mongo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"

	"tandem/internal/audit"
	"tandem/internal/fault"
)

// DB is an open database.
type DB struct {
	client   *mongo.Client
	db       *mongo.Database
	mu       sync.Mutex      // one append at a time in this process; others on other nodes are met by the indexes
	left     map[string]bool // streams in which an append of this process has failed; under mu
	deciding sync.Mutex      // one deed at a time in this process
	own      Options
	after    func(step) error // is called after each step of an append; for tests that break it off there
}

// Options of Open; the zero value is what production uses.
type Options struct {
	// Patience is how long somebody else's append may take before it counts as
	// broken off; 2 s where 0.
	Patience time.Duration

	Mail     bool                  // notes notifications that go out by mail
	OnRecord func(kind audit.Kind) // is told of each record of the audit log; nil: nobody
	Warn     func(sentence string) // is told what an operator should know of the server; nil: nobody
}

// How long the server may take: to be found, and to answer. An address may say
// otherwise (serverSelectionTimeoutMS, timeoutMS).
const (
	findTime   = 5 * time.Second
	answerTime = 20 * time.Second
)

// Open connects to the database that an address names ("mongodb://host/name"; the
// name is "tandem" where it is left out), checks that the server will do, makes the
// indexes, and completes what a crash has left half done.
func Open(ctx context.Context, address string, own Options) (*DB, error) {
	name, err := databaseName(address)
	if err != nil {
		return nil, err
	}
	client, err := connect(address)
	if err != nil {
		return nil, badAddress(err)
	}
	if own.Patience == 0 {
		own.Patience = 2 * time.Second
	}
	if own.OnRecord == nil {
		own.OnRecord = func(audit.Kind) {}
	}
	if own.Warn == nil {
		own.Warn = func(string) {}
	}
	db := &DB{client: client, db: client.Database(name), own: own, left: map[string]bool{}, after: func(step) error { return nil }}
	if err := fault.First(db.check(ctx), db.index(ctx), db.beginDue(ctx), db.settleAll(ctx), db.settleDeeds(ctx)); err != nil {
		_ = db.Close() // what is wrong is told already
		return nil, err
	}
	return db, nil
}

func connect(address string) (*mongo.Client, error) {
	return mongo.Connect(options.Client().SetServerSelectionTimeout(findTime).SetTimeout(answerTime).
		ApplyURI(address).SetAppName("tandem").SetRegistry(documents).
		SetBSONOptions(&options.BSONOptions{UseJSONStructTags: true, NilSliceAsEmpty: true, NilMapAsEmpty: true, DefaultDocumentM: true}).
		SetWriteConcern(&writeconcern.WriteConcern{W: "majority", Journal: new(true)}).
		SetReadConcern(readconcern.Majority()))
}

// Close ends all connections; what was committed is safe.
func (db *DB) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), findTime)
	defer cancel()
	return db.client.Disconnect(ctx)
}

// Ping tells whether the database answers and can be written.
func (db *DB) Ping(ctx context.Context) error {
	_, err := db.streams().UpdateOne(ctx, bson.D{{Key: "_id", Value: "nobody"}}, bson.D{{Key: "$set", Value: bson.D{{Key: "head", Value: int64(0)}}}})
	return fault.Wrap("ping database", translate(err))
}

func (db *DB) entries() *mongo.Collection { return db.db.Collection("entries") }
func (db *DB) streams() *mongo.Collection { return db.db.Collection("streams") }
func (db *DB) commits() *mongo.Collection { return db.db.Collection("commits") }
func (db *DB) taken() *mongo.Collection   { return db.db.Collection("taken") }

// indexes of the collections; that on _id is there without being asked for.
var indexes = map[string][]mongo.IndexModel{
	"entries": {
		unique("stream", "seq"), // the commit point (J1, J3)
		unique("stream", "command"),
	},
	"projects":  {plain("team"), plain("key")},
	"statuses":  {plain("project")},
	"labels":    {plain("project")},
	"fields":    {plain("project")},
	"templates": {plain("project")},
	"views":     {plain("project")},
	"members":   {plain("project"), plain("user")},
	"tasks": {plain("project", "archivedAt", "deletedAt"), plain("project", "number"), plain("project", "status", "rank"), plain("dueDate"), plain("movedTo"),
		plain("assignees"), plain("blockedBy"), plain("related"), plain("duplicateOf")},
	"comments":    {plain("project", "author", "task", "createdAt", "deletedAt"), plain("task", "createdAt")}, // the first is all that tells what is unread
	"attachments": {plain("project"), plain("task"), plain("sha256")},

	"users":       {plain("emailKey"), plain("handle")},
	"sessions":    {plain("hash"), plain("user")},
	"tokens":      {plain("hash"), plain("user")},
	"devices":     {plain("user", "seenAt")},
	"revocations": {plain("number")},
	"teams":       {plain("members.user")},
	"invites":     {plain("hash"), plain("team"), plain("createdBy")},
	"links":       {plain("hash"), plain("project")},
	"visits":      {plain("hash"), plain("link")},
	"answers":     {plain("madeAt")},

	"notifications": {plain("user", "sortAt"), plain("task"), plain("snoozedUntil"), plain("doneAt")},
	"audit":         {plain("team", "number"), plain("number")},
	"watches":       {plain("thing")},
	"own_views":     {plain("createdBy", "project"), plain("project")},
	"looks":         {plain("project")},
	"reminders":     {plain("user", "endedAt"), plain("endedAt", "at"), plain("task")},
	"seen_comments": {plain("task")},

	"documents":        {plain("isAhead")},
	"document_updates": {plain("task", "first")},

	"texts":          {plain("project", "title"), plain("project", "words")},
	"words":          {plain("parts")},
	"activity":       {plain("project", "seq", "part"), plain("task", "seq", "part")},
	"activity_known": {plain("project", "kind")},
	"activity_steps": {plain("project", "upTo")},

	"outbox":       {plain("parked", "user", "channel", "device", "batch"), plain("device")},
	"push_devices": {plain("user", "createdAt"), plain("session"), plain("subscription.endpoint")},
	"uploads":      {plain("owner"), plain("expiresAt"), plain("sha256"), plain("project")},
}

func plain(fields ...string) mongo.IndexModel {
	keys := bson.D{}
	for _, field := range fields {
		keys = append(keys, bson.E{Key: field, Value: 1})
	}
	return mongo.IndexModel{Keys: keys}
}

func unique(fields ...string) mongo.IndexModel {
	model := plain(fields...)
	model.Options = options.Index().SetUnique(true)
	return model
}

// index makes the indexes that are not there yet.
func (db *DB) index(ctx context.Context) error {
	for name, models := range indexes {
		there, err := db.db.Collection(name).Indexes().ListSpecifications(ctx)
		if err != nil {
			return fault.Wrap("list indexes of "+name, translate(err))
		}
		models = slices.DeleteFunc(slices.Clone(models), func(model mongo.IndexModel) bool {
			return slices.ContainsFunc(there, func(s mongo.IndexSpecification) bool { return s.Name == nameOf(model) })
		})
		if len(models) == 0 {
			continue
		}
		if _, err := db.db.Collection(name).Indexes().CreateMany(ctx, models); err != nil {
			return fault.Wrap("index "+name, translate(err))
		}
	}
	return nil
}

// nameOf is what the server calls an index: "stream_1_seq_1".
func nameOf(model mongo.IndexModel) string {
	var parts []string
	for _, key := range model.Keys.(bson.D) {
		parts = append(parts, fmt.Sprintf("%s_%v", key.Key, key.Value))
	}
	return strings.Join(parts, "_")
}
